"""Wealthbox, HubSpot, Salesforce. Only columns that the common words would send elsewhere, or not know, stand here."""

from doorstep.importing.presets.generic import columns
from doorstep.importing.presets.preset import ImportPreset

WEALTHBOX = ImportPreset(
    key="wealthbox",
    name="Wealthbox",
    signs=(
        frozenset({"external_unique_id", "first_name", "last_name"}),
        frozenset({"primary_email", "primary_phone", "first_name", "last_name"}),
        frozenset({"contact_type", "contact_source", "background_information"}),
        frozenset({"contact_type", "background_info", "household"}),
    ),
    columns=columns(
        external_id="id contact_id",
        skip="external_unique_id household household_id household_title prefix suffix nickname",
        name="name",
        email="primary_email email_address secondary_email",
        phone="primary_phone secondary_phone phone_number",
        company="company_name company",
        job_title="job_title",
        street="mailing_address_street mailing_address_street_2 mailing_address_street_line_1"
        " mailing_address_street_line_2 street_address",
        city="mailing_address_city",
        region="mailing_address_state",
        postal_code="mailing_address_zip_code mailing_address_zip",
        country="mailing_address_country",
        birthday="birth_date birthdate",
        lead_type="contact_type",
        status="status",
        source="contact_source source",
        referral_source="referred_by",
        tags="tags",
        note="background_information background_info important_information important_info",
        assignee="assigned_to",
        received_at="created_at client_since",
    ),
)
HUBSPOT = ImportPreset(
    key="hubspot",
    name="HubSpot",
    signs=(
        frozenset({"record_id", "first_name", "last_name", "email"}),
        frozenset({"record_id", "firstname", "lastname", "email"}),
        frozenset({"lifecycle_stage", "first_name", "last_name"}),
        frozenset({"hs_object_id", "email"}),
    ),
    columns=columns(
        external_id="record_id hs_object_id vid",
        first_name="first_name firstname",
        last_name="last_name lastname",
        email="email work_email",
        phone="phone_number phone mobile_phone_number mobilephone",
        company="associated_company company_name company",
        job_title="job_title jobtitle",
        region="state_region state",
        country="country_region country",
        website="website_url website",
        lead_type="contact_type",
        status="lead_status hs_lead_status",
        source="lead_source original_source hs_analytics_source original_traffic_source",
        assignee="contact_owner hubspot_owner_id",
        received_at="create_date createdate",
        note="notes message",
        skip="last_modified_date lifecycle_stage lifecyclestage stage_of_journey next_appointment_date"
        " associated_deal associated_deal_ids associated_company_ids",
    ),
)
SALESFORCE = ImportPreset(
    key="salesforce",
    name="Salesforce",
    signs=(
        frozenset({"lead_id", "first_name", "last_name"}),
        frozenset({"lead_source", "owner_alias", "last_name"}),
        frozenset({"account_name", "mailing_city", "last_name"}),
        frozenset({"mailing_zip_postal_code", "last_name"}),
        frozenset({"owner_id", "last_name"}),
    ),
    columns=columns(
        external_id="lead_id contact_id id",
        job_title="title",
        company="company account_name",
        phone="phone mobile mobile_phone",
        street="street mailing_street",
        city="city mailing_city",
        region="state state_province mailing_state mailing_state_province",
        postal_code="postal_code zip_postal_code mailing_zip_postal_code mailing_postal_code",
        country="country mailing_country",
        source="lead_source",
        status="lead_status status",
        lead_type="lead_type",
        assignee="lead_owner owner_email",
        received_at="created_date create_date",
        note="description",
        birthday="birthdate",
        skip="owner_id owner_alias last_activity last_modified_date is_deleted salutation",
    ),
)
