-- The rights of the role that forgets incidents whose time is over on PostgreSQL. The bot's own role may not erase
-- what the trail says; this one may do that and nothing else to it. Run it as the owner of the tables, after every
-- `cofnod migrate`, as grants.sql is:
--
--   CREATE ROLE cofnod_retention LOGIN PASSWORD '...';      -- once, as an administrator
--   psql -f grants_forget.sql postgresql://cofnod_owner@db/cofnod
--   DATABASE_URL=postgresql://cofnod_retention@db/cofnod cofnod forget      -- every night, with the force's settings

GRANT USAGE ON SCHEMA public TO cofnod_retention;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO cofnod_retention;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM cofnod_retention;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO cofnod_retention;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO cofnod_retention; -- what is made later
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO cofnod_retention;
GRANT DELETE ON incidents, messages TO cofnod_retention;
DO $$ DECLARE one name; BEGIN -- whatever tells of an incident; the foreign key keeps a hold that stands
  FOR one IN SELECT table_name FROM information_schema.columns
             WHERE table_schema = 'public' AND column_name = 'incident_id' LOOP
    EXECUTE format('GRANT DELETE ON %I TO cofnod_retention', one);
  END LOOP;
END $$;
GRANT UPDATE (version) ON incidents TO cofnod_retention; -- PostgreSQL asks for this to lock a row; it changes none
GRANT INSERT, UPDATE (body) ON trail TO cofnod_retention;
GRANT INSERT, UPDATE ON trail_heads TO cofnod_retention;
