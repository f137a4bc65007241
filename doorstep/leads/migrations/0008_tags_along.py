"""A lead's tags in its own row too, for lists that are read along an index: a look at each row's tags elsewhere costs
four times as much as the row. Kept by the database alone; no index holds them, and the application never writes them.
"""

from django.db import migrations

COLUMN = "ALTER TABLE leads_lead ADD COLUMN tag_ids uuid[] NOT NULL DEFAULT '{}'"
# Business by business, for row-level security binds migrations too.
FILL = """
DO $$
DECLARE
  here uuid;
BEGIN
  FOR here IN SELECT id FROM tenancy_business LOOP
    PERFORM set_config('app.business', here::text, true);
    UPDATE leads_lead SET tag_ids = borne.ids
    FROM (SELECT lead_id, array_agg(tag_id) AS ids FROM leads_leadtag GROUP BY lead_id) AS borne WHERE id = borne.lead_id;
  END LOOP;
  PERFORM set_config('app.business', '', true);
END $$
"""
# Added and taken away one by one, never counted anew: two who tag one lead at once wait for each other's row, and the
# second must not write what it saw before it waited.
KEEP = """
CREATE FUNCTION keep_tags_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE leads_lead SET tag_ids = array(SELECT unnest(tag_ids) EXCEPT SELECT unnest(taken.ids))
    FROM (SELECT lead_id, array_agg(tag_id) AS ids FROM before GROUP BY lead_id) AS taken WHERE id = taken.lead_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE leads_lead SET tag_ids = tag_ids || put.ids
    FROM (SELECT lead_id, array_agg(tag_id) AS ids FROM after GROUP BY lead_id) AS put WHERE id = put.lead_id;
  END IF;
  RETURN NULL;
END $$
"""
SEEN = {"insert": "NEW TABLE AS after", "update": "OLD TABLE AS before NEW TABLE AS after", "delete": "OLD TABLE AS before"}
TRIGGER = """
CREATE TRIGGER tags_along_{change} AFTER {change} ON leads_leadtag
REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION keep_tags_along()
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0007_choices")]

    operations = [
        migrations.RunSQL([COLUMN, FILL], "ALTER TABLE leads_lead DROP COLUMN tag_ids"),
        migrations.RunSQL(KEEP, "DROP FUNCTION keep_tags_along"),
        *(
            migrations.RunSQL(TRIGGER.format(change=change, seen=seen), f"DROP TRIGGER tags_along_{change} ON leads_leadtag")
            for change, seen in SEEN.items()
        ),
    ]
