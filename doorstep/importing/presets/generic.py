"""Our own template, and the words that columns are called by whatever made the file."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from doorstep.importing.presets.preset import ImportPreset
from doorstep.importing.targets import BY_KEY, SKIP
from doorstep.kit.tables import header_key

# The template's headers, in its order.
TEMPLATE = {
    "First name": "first_name",
    "Last name": "last_name",
    "E-mail": "email",
    "Phone": "phone",
    "Company": "company",
    "Job title": "job_title",
    "Street": "street",
    "City": "city",
    "Region or state": "region",
    "Postal code": "postal_code",
    "Country": "country",
    "Birthday": "birthday",
    "Lead type": "lead_type",
    "Status": "status",
    "Source": "source",
    "Tags": "tags",
    "Note": "note",
    "Assignee": "assignee",
    "Received on": "received_at",
    "External ID": "external_id",
}

_SYNONYMS = {
    "first_name": "given_name forename fname firstname vorname prenom nombre",
    "middle_name": "additional_name second_name",
    "last_name": "family_name surname lname lastname nachname nom apellido apellidos",
    "name": "full_name fullname contact contact_name lead_name display_name client_name customer_name",
    "email": "email_address emailaddress mail primary_email email_1 email1 email_2 email2 email_3 work_email home_email"
    " personal_email email_personal email_work e_mail correo",
    "phone": "phone_number phonenumber telephone tel mobile mobile_phone cell cell_phone cellphone primary_phone"
    " phone_1 phone1 phone_2 phone2 phone_3 work_phone home_phone business_phone mobile_number telefon telefono",
    "company": "company_name organization organisation organization_name account_name employer firma",
    "job_title": "position title_of_position occupation role job_position",
    "street": "address address_1 address1 address_line_1 street_address street_1 street_2 address_2 address2"
    " address_line_2 mailing_street home_street address_street home_address strasse",
    "city": "town mailing_city home_city address_city ort stadt",
    "region": "state province state_province state_region county mailing_state home_state address_state",
    "postal_code": "zip zip_code zipcode postcode post_code postalcode zip_postal_code mailing_zip plz",
    "country": "country_region mailing_country home_country land",
    "language": "preferred_language locale",
    "website": "web_page url web_site website_url homepage",
    "birthday": "birth_date date_of_birth dob birthdate geburtstag",
    "lead_type": "type contact_type category_of_lead product",
    "status": "lead_status stage lead_stage",
    "source": "lead_source original_source contact_source origin_of_lead",
    "tags": "tag labels label categories groups group_membership",
    "note": "notes comment comments background background_information background_info description remark remarks",
    "assignee": "owner assigned_to contact_owner agent assigned_agent owner_email lead_owner",
    "received_at": "created created_at create_date created_date date_created date_added date added received",
    "referral_source": "referred_by referrer referral",
    "property_interest": "property property_address listing",
    "external_id": "id record_id contact_id lead_id external_unique_id unique_id",
}


def _words() -> dict[str, str]:
    found = {header_key(str(BY_KEY[target].label)): target for target in BY_KEY}
    found |= {target: target for target in BY_KEY}
    found |= {header_key(header): target for header, target in TEMPLATE.items()}
    for target, words in _SYNONYMS.items():
        found |= dict.fromkeys(words.split(), target)
    return found


def columns(**targets: str | Iterable[str]) -> dict[str, str]:
    """`columns(phone="mobile primary_phone", skip="title")`: headers by target, each in the words of the program."""
    found: dict[str, str] = {}
    for target, headers in targets.items():
        words = headers.split() if isinstance(headers, str) else headers
        found |= dict.fromkeys(words, SKIP if target == "skip" else target)
    return found


OTHER = ImportPreset(key="other", name=_("another program"), columns=_words())
OWN = ImportPreset(
    key="doorstep",
    name=_("the Doorstep template"),
    columns={header_key(header): target for header, target in TEMPLATE.items()},
    signs=(frozenset({"first_name", "last_name", "email", "region_or_state", "lead_type", "received_on"}),),
)
