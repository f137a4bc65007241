"""Files of invented people as other programs would export them: the same people in each, and always the same."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from doorstep.demo.names import AREAS, CITIES, FIRST, LAST
from doorstep.kit.tables import write_xlsx

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,"
    "Address 1 - Postal Code,Address 1 - Country"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Street,Address 1 - City,Address 1 - Region,"
    "Address 1 - Postal Code,Address 1 - Country,Organization 1 - Name,Organization 1 - Title,Notes,Birthday"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,"
    "Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,Home Postal Code,"
    "Home Country/Region,Assistant's Phone,Business Fax,Business Phone,Home Phone,Mobile Phone,Birthday,Categories,"
    "E-mail Address,E-mail Type,E-mail Display Name,Gender,Government ID Number,Notes,Referred By,Web Page"
)
OUTLOOK_COM = (
    "Title,First Name,Middle Name,Last Name,Suffix,Given Name Yomi,Family Name Yomi,Home Street,Home City,Home State,"
    "Home Postal Code,Home Country,Company,Department,Job Title,Business Phone,Home Phone,Mobile Phone,Birthday,"
    "E-mail Address,E-mail Type,Notes,Web Page"
)
WEALTHBOX = (
    "id,external_unique_id,first_name,middle_name,last_name,name,primary_email,primary_phone,mailing_address_street,"
    "mailing_address_street_2,mailing_address_city,mailing_address_state,mailing_address_zip_code,contact_type,"
    "background_information,tags,ssn,passport_number,green_card_number,drivers_license_number,drivers_license_state,"
    "medical_conditions,taxpayer_id"
)


@dataclass(frozen=True)
class Person:
    number: int

    @property
    def first(self) -> str:
        return FIRST[self.number % len(FIRST)]

    @property
    def last(self) -> str:
        return LAST[self.number // len(FIRST) * 7 % len(LAST)]

    @property
    def email(self) -> str:
        return f"{self.first}.{self.last}.{self.number}@example.com".lower()

    @property
    def phone(self) -> str:
        """555-0100 to 555-0199 of many areas: 2,400 people have one of their own."""
        return f"+1 {AREAS[self.number // 100 % len(AREAS)]} 555 01{self.number % 100:02}"

    @property
    def tag(self) -> str:
        return ("Autumn fair", "Newsletter", "")[self.number % 3]

    @property
    def lead_type(self) -> str:
        return ("Trader", "Prospect", "Vendor")[self.number % 3]

    @property
    def note(self) -> str:
        return "Met at the spring fair" if self.number % 4 == 0 else ""

    def says(self) -> dict[str, str]:
        """Every word by which one of the programs asks for it."""
        city, region, postal_code = CITIES[self.number % len(CITIES)]
        facts = {
            "id": f"{90_000 + self.number}",
            "first": self.first,
            "last": self.last,
            "whole": f"{self.first} {self.last}",
            "email": self.email,
            "phone": self.phone,
            "company": f"{self.last} and Daughters",
            "job": "Partner",
            "street": f"{self.number + 1} Mill Street",
            "city": city,
            "region": region,
            "postal_code": postal_code,
            "country": "United States",
            "tag": self.tag,
            "type": self.lead_type,
            "note": self.note,
            "ssn": f"900-00-{self.number % 10_000:04}",
            "main": "* Home",
            "groups": f"* {self.tag} ::: * myContacts" if self.tag else "* myContacts",
            "birthday": f"19{60 + self.number % 40}-0{1 + self.number % 9}-1{self.number % 10}",
            "source": "Referral",
            "stage": "New",
        }
        return {word: facts[fact] for fact, words in WORDS.items() for word in words}


WORDS = {
    "id": ("id", "Record ID", "Lead ID", "Person - ID", "ID", "External ID"),
    "first": ("First Name", "first_name", "FirstName", "Given Name", "First name"),
    "last": ("Last Name", "last_name", "LastName", "Family Name", "Last name"),
    "whole": ("name", "Name", "Person - Name", "Lead Name"),
    "email": (
        "primary_email", "Email", "E-mail 1 - Value", "E-mail Address", "Email 1", "Person - Email", "E-mail",
        "Emails 1 Email",
    ),
    "phone": ("primary_phone", "Phone Number", "Phone", "Phone 1 - Value", "Mobile Phone", "Phone 1", "Person - Phone"),
    "company": (
        "Company", "Associated Company", "Organization Name", "Organization 1 - Name", "Organization - Name",
        "Company name",
    ),
    "job": ("Job Title", "Organization Title", "Organization 1 - Title", "Job title"),
    "street": ("mailing_address_street", "Address 1 - Street", "Home Street", "Street", "Address 1 Street"),
    "city": ("mailing_address_city", "Address 1 - City", "Home City", "City", "Mailing City"),
    "region": (
        "mailing_address_state", "Address 1 - Region", "Home State", "State", "Mailing State/Province",
        "Region or state",
    ),
    "postal_code": (
        "mailing_address_zip_code", "Address 1 - Postal Code", "Home Postal Code", "Postal code", "Zip",
        "Mailing Zip/Postal Code",
    ),
    "country": ("Address 1 - Country", "Home Country/Region", "Home Country", "Country", "Country/Region"),
    "tag": ("tags", "Categories", "Tags"),
    "type": ("contact_type", "Contact Type", "Lead type"),
    "note": ("background_information", "Notes", "Note", "Description"),
    "ssn": ("ssn", "taxpayer_id", "Government ID Number"),
    "main": ("E-mail 1 - Label", "E-mail 1 - Type"),
    "groups": ("Labels", "Group Membership"),
    "birthday": ("Birthday",),
    "source": ("Lead Source", "LeadSource", "Source"),
    "stage": ("Lead Status", "Status", "Stage", "Status Id"),
}  # fmt: skip
HEADERS = {
    "doorstep": "First name,Last name,E-mail,Phone,Company,Job title,Street,City,Region or state,Postal code,Country,"
    "Birthday,Lead type,Status,Source,Tags,Note,Assignee,Received on,External ID",
    "wealthbox": WEALTHBOX,
    "hubspot": "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Contact Type,"
    "Lifecycle Stage,Lead Source,Associated Company,Job Title,Country/Region",
    "salesforce": "Lead ID,FirstName,LastName,Email,Phone,Company,LeadSource,Status,OwnerId",
    "salesforce_report": "First Name,Last Name,Email,Phone,Account Name,Mailing City,Mailing State/Province,"
    "Mailing Zip/Postal Code,Last Activity",
    "google": GOOGLE,
    "google_old": GOOGLE_OLD,
    "outlook": OUTLOOK,
    "outlook_com": OUTLOOK_COM,
    "follow_up_boss": "First Name,Last Name,Stage,Lead Source,Assigned To,Is Contacted,Email 1,Phone 1,Tags,"
    "Address 1 Street,City,State,Zip,Notes",
    "pipedrive": "Person - ID,Person - Name,Person - Email,Person - Phone,Organization - Name",
    "oro": "ID,Lead Name,Name prefix,First name,Last Name,Status Id,Company name,Emails 1 Email,Owner Username",
}


def people(count: int) -> Iterator[Person]:
    return (Person(number) for number in range(count))


def contact_file(preset: str, count: int, path: Path) -> Path:
    """A file of `count` people as that program exports them; CSV, or XLSX when the path ends so."""
    headers = HEADERS[preset].split(",")
    rows = ([says.get(header, "") for header in headers] for says in (person.says() for person in people(count)))
    return table_file(path, headers, rows)


def table_file(path: Path, headers: list[str], rows: Iterable[list[str]], *, encoding: str = "utf-8") -> Path:
    """Any table as CSV or, by the path's ending, XLSX."""
    if path.suffix == ".xlsx":
        write_xlsx(path, headers, rows)
        return path
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
    return path
