-- Where a request arrives: its host's business, the setting that the walls read, and the profile, in one question.

CREATE OR REPLACE FUNCTION business_at(of_host text) RETURNS SETOF tenancy_business
LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
  RETURN QUERY SELECT * FROM tenancy_business WHERE host = of_host AND of_host <> '';
  -- a single business answers on any host
  IF NOT FOUND AND (SELECT count(*) FROM (SELECT FROM tenancy_business LIMIT 2) AS two) = 1 THEN
    RETURN QUERY SELECT * FROM tenancy_business;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION arrive(of_host text)
RETURNS TABLE (business tenancy_business, profile tenancy_businessprofile)
LANGUAGE plpgsql ROWS 1 AS $$
DECLARE
  here tenancy_business;
BEGIN
  SELECT * INTO here FROM business_at(of_host);
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.business', here.id::text, true);
  RETURN QUERY SELECT here, settings FROM tenancy_businessprofile AS settings WHERE settings.business_id = here.id;
END $$;
