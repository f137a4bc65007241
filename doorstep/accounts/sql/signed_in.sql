-- Who comes in: the member behind a browser's session, the team behind an API key.

CREATE OR REPLACE FUNCTION signed_in(of_business uuid, of_digest bytea, at timestamptz)
RETURNS TABLE (member accounts_member, person accounts_user, team accounts_team)
LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
  RETURN QUERY SELECT members, people, teams FROM accounts_session AS sessions
  JOIN accounts_user AS people ON people.id = sessions.user_id
  JOIN accounts_member AS members ON members.user_id = people.id
  JOIN accounts_team AS teams ON teams.id = members.team_id
  WHERE sessions.business_id = of_business AND sessions.token_digest = of_digest
  AND sessions.ended_at IS NULL AND sessions.expires_at > at AND people.disabled_at IS NULL LIMIT 1;
END $$;

CREATE OR REPLACE FUNCTION living_key(of_business uuid, of_digest bytea, at timestamptz)
RETURNS TABLE (api_key accounts_apikey, team accounts_team)
LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
  RETURN QUERY SELECT keys, teams FROM accounts_apikey AS keys
  JOIN accounts_team AS teams ON teams.id = keys.team_id
  WHERE keys.business_id = of_business AND keys.secret_digest = of_digest
  AND keys.revoked_at IS NULL AND (keys.expires_at IS NULL OR keys.expires_at > at) LIMIT 1;
END $$;
