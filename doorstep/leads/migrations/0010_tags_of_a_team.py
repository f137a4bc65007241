"""A tag is a team's own: how a team sorts its leads tells of its business. One that leads of several teams bore becomes
one for each; what a bulk action or an import put on stays undoable.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import doorstep.tenancy.keys

# Business by business, for row-level security binds migrations too. Whoever was there first, the house before all,
# keeps the row; what is checked at the end of a transaction is checked before the table is altered.
SPLIT = """
DO $$
DECLARE
  here uuid; was record; copy uuid;
BEGIN
  FOR here IN SELECT id FROM tenancy_business LOOP
    PERFORM set_config('app.business', here::text, true);
    UPDATE leads_tag SET team_id = coalesce(
      (SELECT team.id FROM leads_leadtag borne JOIN leads_lead lead ON lead.id = borne.lead_id
         JOIN accounts_team team ON team.id = lead.team_id
       WHERE borne.tag_id = leads_tag.id ORDER BY team.is_house DESC, team.id LIMIT 1),
      (SELECT id FROM accounts_team WHERE is_house)
    );
    FOR was IN
      SELECT DISTINCT tag.id, tag.name, lead.team_id FROM leads_leadtag borne
      JOIN leads_tag tag ON tag.id = borne.tag_id JOIN leads_lead lead ON lead.id = borne.lead_id
      WHERE lead.team_id <> tag.team_id
    LOOP
      copy := gen_random_uuid();
      INSERT INTO leads_tag (id, business_id, team_id, name) VALUES (copy, here, was.team_id, was.name);
      UPDATE leads_leadtag borne SET tag_id = copy FROM leads_lead lead
      WHERE lead.id = borne.lead_id AND borne.tag_id = was.id AND lead.team_id = was.team_id;
      UPDATE tenancy_work work SET arguments = jsonb_set(arguments, '{tag_id}', to_jsonb(copy::text))
      FROM accounts_member member
      WHERE member.id = work.asked_by AND member.team_id = was.team_id AND arguments ->> 'tag_id' = was.id::text;
      UPDATE leads_importedrow AS line SET after = replace(line.after::text, was.id::text, copy::text)::jsonb
      FROM leads_import import
      WHERE import.id = line.import_run_id AND import.team_id = was.team_id AND line.after -> 'tags' ? was.id::text;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.business', '', true);
  SET CONSTRAINTS ALL IMMEDIATE;
END $$
"""
JOIN_AGAIN = """
DO $$
DECLARE
  here uuid; twin record;
BEGIN
  FOR here IN SELECT id FROM tenancy_business LOOP
    PERFORM set_config('app.business', here::text, true);
    FOR twin IN
      SELECT id, first_value(id) OVER (PARTITION BY lower(name) ORDER BY id) AS stays FROM leads_tag
    LOOP
      IF twin.id <> twin.stays THEN
        UPDATE leads_leadtag SET tag_id = twin.stays WHERE tag_id = twin.id;
        DELETE FROM leads_tag WHERE id = twin.id;
      END IF;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.business', '', true);
  SET CONSTRAINTS ALL IMMEDIATE;
END $$
"""
# In the statement that writes, for a team's leads never become another's.
SAME_TEAM = """
CREATE FUNCTION refuse_tags_of_another_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM after JOIN leads_lead lead ON lead.id = after.lead_id JOIN leads_tag tag ON tag.id = after.tag_id
    WHERE lead.team_id <> tag.team_id
  ) THEN
    RAISE check_violation USING MESSAGE = 'a lead bears tags of its own team', CONSTRAINT = 'tags_of_ones_own_team';
  END IF;
  RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER tags_of_ones_own_team_{change} AFTER {change} ON leads_leadtag
REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION refuse_tags_of_another_team()
"""
CHOICES = """
CREATE OR REPLACE FUNCTION lead_choices(of_team uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    -- the sources are found by jumping from one to the next in the index: their number counts, not that of the leads
    WITH RECURSIVE sources(name) AS (
      (SELECT source FROM leads_lead WHERE team_id = of_team AND deleted_at IS NULL ORDER BY source LIMIT 1)
      UNION ALL
      SELECT (
        SELECT source FROM leads_lead
        WHERE team_id = of_team AND deleted_at IS NULL AND source > sources.name ORDER BY source LIMIT 1
      )
      FROM sources WHERE sources.name IS NOT NULL
    )
    SELECT coalesce(json_agg(json_build_array(kind, id, name, path, is_gone) ORDER BY place, name)::text, '[]')
    FROM (
      SELECT 'lead_types' AS kind, id, name, position AS place, '' AS path, is_retired AS is_gone FROM leads_leadtype
      UNION ALL SELECT 'statuses', id, name, position, '', is_retired FROM leads_status
      UNION ALL SELECT 'tags', id, name, 0, '', false FROM leads_tag{of_team}
      UNION ALL SELECT 'colleagues', member.id, person.name, 0, member.path, person.disabled_at IS NOT NULL
        FROM accounts_member member JOIN accounts_user person ON person.id = member.user_id
        WHERE member.team_id = of_team
      UNION ALL (SELECT 'sources', NULL, name, 0, '', false FROM sources WHERE name <> '' LIMIT 200)
    ) AS choice
  );
END $$
"""


def _key(**options: object) -> doorstep.tenancy.keys.SameBusinessKey:
    return doorstep.tenancy.keys.SameBusinessKey(
        to="accounts.team", on_delete=django.db.models.deletion.CASCADE, related_name="+", db_index=False, **options
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_coming_in"), ("leads", "0009_who_set_it_going")]

    operations = [
        migrations.RemoveConstraint(model_name="tag", name="one_tag_per_name"),
        migrations.AddField(model_name="tag", name="team", field=_key(null=True)),
        migrations.RunSQL(SPLIT, JOIN_AGAIN),
        migrations.AlterField(model_name="tag", name="team", field=_key()),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                "business",
                "team",
                django.db.models.functions.text.Lower("name"),
                name="one_tag_per_name_in_a_team",
            ),
        ),
        migrations.RunSQL(SAME_TEAM, "DROP FUNCTION refuse_tags_of_another_team"),
        *(
            migrations.RunSQL(
                TRIGGER.format(change=change), f"DROP TRIGGER tags_of_ones_own_team_{change} ON leads_leadtag"
            )
            for change in ("insert", "update")
        ),
        migrations.RunSQL(
            CHOICES.replace("{of_team}", " WHERE team_id = of_team"), CHOICES.replace("{of_team}", "")
        ),
    ]
