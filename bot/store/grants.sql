-- The rights of the role that the bot connects as on PostgreSQL. It owns nothing, so it can neither change the
-- trail nor take its guards away. Run it as the owner of the tables, after every `cofnod migrate`:
--
--   CREATE ROLE cofnod_bot LOGIN PASSWORD '...';      -- once, as an administrator
--   DATABASE_URL=postgresql://cofnod_owner@db/cofnod cofnod migrate
--   psql -f grants.sql postgresql://cofnod_owner@db/cofnod
--   DATABASE_URL=postgresql://cofnod_bot@db/cofnod cofnod serve
--
-- Incidents whose time is over are forgotten by a role of its own: grants_forget.sql beside this file.

GRANT USAGE ON SCHEMA public TO cofnod_bot;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cofnod_bot;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO cofnod_bot;
-- what the same owner makes later, by the next `cofnod migrate`:
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cofnod_bot;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO cofnod_bot;
REVOKE ALL ON trail, trail_heads, holds, rulings, alembic_version FROM cofnod_bot;
GRANT SELECT, INSERT ON trail TO cofnod_bot;
GRANT SELECT, INSERT, UPDATE ON trail_heads TO cofnod_bot;
GRANT SELECT, INSERT, UPDATE (released_at, released_by) ON holds TO cofnod_bot; -- let go of, and never deleted
GRANT SELECT, INSERT, UPDATE (superseded_by, superseded_on) ON rulings TO cofnod_bot; -- never changed, only superseded
GRANT SELECT ON alembic_version TO cofnod_bot;
