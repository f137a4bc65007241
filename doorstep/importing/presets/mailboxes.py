"""Address books: Google Contacts (the export of before and since 2024) and Outlook (the program and outlook.com)."""

from doorstep.importing.presets.generic import columns
from doorstep.importing.presets.preset import ImportPreset

_NUMBERS = range(1, 11)

GOOGLE = ImportPreset(
    key="google",
    name="Google Contacts",
    signs=(
        frozenset({"email_1_label", "email_1_value"}),
        frozenset({"email_1_type", "email_1_value"}),
        frozenset({"phone_1_label", "phone_1_value"}),
        frozenset({"phone_1_type", "phone_1_value"}),
        frozenset({"phonetic_first_name", "file_as", "labels"}),
        frozenset({"yomi_name", "group_membership"}),
    ),
    columns=columns(
        name="name",
        first_name="first_name given_name",
        middle_name="middle_name additional_name",
        last_name="last_name family_name",
        email=[f"email_{number}_value" for number in _NUMBERS],
        phone=[f"phone_{number}_value" for number in _NUMBERS],
        company="organization_name organization_1_name",
        job_title="organization_title organization_1_title",
        street="address_1_street address_1_extended_address",
        city="address_1_city",
        region="address_1_region",
        postal_code="address_1_postal_code",
        country="address_1_country",
        website="website_1_value",
        birthday="birthday",
        tags="labels group_membership",
        note="notes",
        skip="occupation language location photo file_as nickname",
    ),
    several=":::",
    main_mark="* ",
    value_end="_value",
    label_ends=("_label", "_type"),
    system_tags=frozenset({"mycontacts", "my contacts", "other contacts", "starred"}),
)
OUTLOOK = ImportPreset(
    key="outlook",
    name="Outlook",
    signs=(
        frozenset({"email_address", "email_type", "home_street", "business_street"}),
        frozenset({"email_address", "email_display_name"}),
        frozenset({"given_name_yomi", "email_address"}),
        frozenset({"primary_phone", "home_street", "business_phone"}),
    ),
    columns=columns(
        email="email_address email_2_address email_3_address",
        phone="mobile_phone primary_phone business_phone business_phone_2 home_phone home_phone_2 other_phone"
        " company_main_phone car_phone",
        company="company",
        job_title="job_title",
        street="home_street home_street_2 home_street_3",
        city="home_city",
        region="home_state",
        postal_code="home_postal_code",
        country="home_country home_country_region",
        birthday="birthday",
        language="language",
        website="web_page",
        tags="categories",
        note="notes",
        referral_source="referred_by",
        skip="title account profession location department office_location keywords business_street business_city"
        " business_state business_postal_code business_country business_country_region other_street other_city",
    ),
)
