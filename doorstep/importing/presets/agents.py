"""Follow Up Boss, Pipedrive, OroCRM."""

from doorstep.importing.presets.generic import columns
from doorstep.importing.presets.preset import ImportPreset

FOLLOW_UP_BOSS = ImportPreset(
    key="follow_up_boss",
    name="Follow Up Boss",
    signs=(
        frozenset({"email_1", "phone_1", "stage", "assigned_to"}),
        frozenset({"email_1", "phone_1", "lead_source", "agent_assigned"}),
        frozenset({"first_name", "last_name", "stage", "lender"}),
        frozenset({"first_name", "last_name", "is_contacted", "stage"}),
        frozenset({"first_name", "last_name", "stage", "deal_stage"}),
    ),
    columns=columns(
        external_id="id",
        email=[f"email_{number}" for number in range(1, 7)],
        phone=[f"phone_{number}" for number in range(1, 7)],
        lead_type="contact_type type",
        status="stage",
        source="lead_source source",
        assignee="assigned_to agent_assigned assigned_agent",
        tags="tags",
        note="notes background message",
        street="address address_1_street property_owner_address",
        city="city address_1_city",
        region="state address_1_state",
        postal_code="zip address_1_zip postal_code",
        country="address_1_country country",
        property_interest="property_address",
        received_at="date_added created",
        skip="lender assigned_lender listing_price price is_contacted deal_stage deal_price property_city"
        " property_state property_postal_code last_activity",
    ),
)
PIPEDRIVE = ImportPreset(
    key="pipedrive",
    name="Pipedrive",
    signs=(frozenset({"person_name", "person_email"}), frozenset({"person_id", "person_name"})),
    columns=columns(
        external_id="person_id",
        name="person_name",
        email="person_email person_email_work person_email_home",
        phone="person_phone person_phone_work person_phone_mobile",
        company="person_organization organization_name",
        assignee="person_owner",
        tags="person_label",
        received_at="person_person_created",
        skip="person_last_activity_date",
    ),
)
ORO = ImportPreset(
    key="oro",
    name="OroCRM",
    signs=(
        frozenset({"lead_name", "status_id", "owner_username"}),
        frozenset({"lead_name", "status_id", "first_name"}),
    ),
    columns=columns(
        external_id="id",
        status="status_id",
        company="company_name",
        assignee="owner_username",
        email="emails_1_email email",
        phone="phones_1_phone phone",
        street="address_1_street address_1_street_2",
        city="address_1_city",
        postal_code="address_1_zip_postal_code",
        skip="lead_name name_prefix address_1_label twitter linked_in linkedin",
    ),
)
