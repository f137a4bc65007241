-- A lead's tags in its own row too, for lists that are read by an index: a look at each row's tags elsewhere costs four
-- times as much as the row. Kept by the database alone; no index holds them, and the application never writes them.

-- Added and taken away one by one, never counted anew: two who tag one lead at once wait for each other's row, and the
-- second must not write what it saw before it waited.
CREATE OR REPLACE FUNCTION keep_tag_ids() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;

CREATE OR REPLACE TRIGGER keep_tag_ids_insert AFTER INSERT ON leads_leadtag
REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_tag_ids();

CREATE OR REPLACE TRIGGER keep_tag_ids_update AFTER UPDATE ON leads_leadtag
REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_tag_ids();

CREATE OR REPLACE TRIGGER keep_tag_ids_delete AFTER DELETE ON leads_leadtag
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION keep_tag_ids();

-- A tag is a team's own. In the statement that writes, for a team's leads never become another's.
CREATE OR REPLACE FUNCTION refuse_tags_of_another_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM after JOIN leads_lead lead ON lead.id = after.lead_id JOIN leads_tag tag ON tag.id = after.tag_id
    WHERE lead.team_id <> tag.team_id
  ) THEN
    RAISE check_violation USING MESSAGE = 'a lead bears tags of its own team', CONSTRAINT = 'tags_of_ones_own_team';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER tags_of_ones_own_team_insert AFTER INSERT ON leads_leadtag
REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION refuse_tags_of_another_team();

CREATE OR REPLACE TRIGGER tags_of_ones_own_team_update AFTER UPDATE ON leads_leadtag
REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION refuse_tags_of_another_team();
