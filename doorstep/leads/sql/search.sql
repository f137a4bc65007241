-- Search: one function that runs as a role of its own, because row-level security keeps the trigram index from
-- everybody else. The role may read the few columns that are searched, in every business; the function takes the
-- business from the setting that `scope()` made. The application's role may become it (to give it the function) but
-- does not inherit it.
--
-- At most `at_most` leads, in no order; when as many come, there may be more. What stands in many leads is found by
-- reading the newest, not by listing them all.

-- The business comes first, so that a search costs by the business's own leads and not by its neighbours'.
CREATE INDEX IF NOT EXISTS leads_searched ON leads_lead USING gin (business_id, searched gin_trgm_ops);

GRANT SELECT (id, business_id, team_id, assignee_path, deleted_at, received_at, name_key, email_key, phone_key, searched)
ON leads_lead TO doorstep_search;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_policies WHERE tablename = 'leads_lead' AND policyname = 'search_reads') THEN
    CREATE POLICY search_reads ON leads_lead FOR SELECT TO doorstep_search USING (true);
  END IF;
END $$;

SET LOCAL ROLE doorstep_search;

CREATE OR REPLACE FUNCTION lead_search(needle text, at_most int, of_team uuid, from_path text, to_path text)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = public, pg_catalog AS $$
DECLARE
  here uuid := nullif(current_setting('app.business', true), '')::uuid;
  beyond text := needle || chr(1114109);
  leads text := ' FROM leads_lead WHERE business_id = $1 AND team_id = $2 AND deleted_at IS NULL';
  -- who sees everything needs no look at the row itself: the index of names alone answers
  mine text := CASE WHEN from_path = '' THEN '' ELSE ' AND (assignee_path = '''' OR (assignee_path >= $3 AND assignee_path < $4))' END;
  fits text := '';
  word text;
  hits int;
  found uuid[];
BEGIN
  IF here IS NULL OR needle = '' THEN RETURN; END IF;
  IF length(needle) < 3 THEN
    -- one or two letters have no trigram: the beginning of a name, an address or a number, by plain indexes
    EXECUTE 'SELECT ARRAY(SELECT id' || leads || mine || ' AND name_key >= $5 AND name_key < $6 ORDER BY name_key LIMIT $7)'
      INTO found USING here, of_team, from_path, to_path, needle, beyond, at_most;
    IF cardinality(found) >= at_most THEN RETURN QUERY SELECT unnest(found); RETURN; END IF;
    RETURN QUERY EXECUTE
      'SELECT unnest($8) UNION'
      '(SELECT id' || leads || mine || ' AND email_key >= $5 AND email_key < $6 ORDER BY email_key LIMIT $7) UNION'
      '(SELECT id' || leads || mine || ' AND phone_key >= ''+'' || $5 AND phone_key < ''+'' || $6 ORDER BY phone_key LIMIT $7) LIMIT $7'
      USING here, of_team, from_path, to_path, needle, beyond, at_most, found;
    RETURN;
  END IF;
  FOREACH word IN ARRAY string_to_array(needle, ' ') LOOP
    word := replace(replace(replace(word, E'\\', E'\\\\'), '%', E'\\%'), '_', E'\\_');
    fits := fits || format(' AND searched LIKE %L', CASE WHEN length(word) < 3 THEN '% ' ELSE '%' END || word || '%');
  END LOOP;
  -- the newest are read along; when many of them fit, as many as are wanted are soon found
  EXECUTE 'SELECT count(*) FROM (SELECT assignee_path, searched' || leads || ' ORDER BY received_at DESC, id DESC LIMIT 500) AS newest'
    ' WHERE true' || mine || fits INTO hits USING here, of_team, from_path, to_path;
  IF hits >= 150 THEN
    EXECUTE 'SELECT ARRAY(SELECT id FROM (SELECT id, assignee_path, searched' || leads || ' ORDER BY received_at DESC, id DESC LIMIT 8000) AS newest'
      ' WHERE true' || mine || fits || ' LIMIT $5)' INTO found USING here, of_team, from_path, to_path, at_most;
    IF cardinality(found) >= at_most THEN RETURN QUERY SELECT unnest(found); RETURN; END IF;
  END IF;
  RETURN QUERY EXECUTE 'SELECT id' || leads || mine || fits || ' LIMIT $5' USING here, of_team, from_path, to_path, at_most;
END $$;

REVOKE ALL ON FUNCTION lead_search FROM PUBLIC;

DO $$ BEGIN EXECUTE format('GRANT EXECUTE ON FUNCTION lead_search TO %I', session_user); END $$;

RESET ROLE;
