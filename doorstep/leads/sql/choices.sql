-- What a lead can be given (`leads/choices.py`).

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
      UNION ALL SELECT 'tags', id, name, 0, '', false FROM leads_tag WHERE team_id = of_team
      UNION ALL SELECT 'colleagues', member.id, person.name, 0, member.path, person.disabled_at IS NOT NULL
        FROM accounts_member member JOIN accounts_user person ON person.id = member.user_id
        WHERE member.team_id = of_team
      UNION ALL (SELECT 'sources', NULL, name, 0, '', false FROM sources WHERE name <> '' LIMIT 200)
    ) AS choice
  );
END $$;

-- Without statistics of what goes together, a planner takes a colleague's leads for a thirtieth of what they are, since
-- team and business hold them too.
CREATE STATISTICS IF NOT EXISTS leads_of_one_team (dependencies)
ON business_id, team_id, assignee_path, lead_type_id, status_id, source, progress FROM leads_lead;
