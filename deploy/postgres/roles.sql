-- The two roles of the portal and what each may do, for psql. Run once by a superuser in the database `template1` of an empty
-- server, with -v owner_password=… -v app_password=…; then create the database `portal` owned by portal_owner.
-- Rights given in template1 are taken over by every database made after it, so the portal's and each test's are alike.
--
-- portal_owner  owns the database and its tables; only `migrate` (and `flush` in tests) connect as it.
-- portal_app    web, worker, beat and tests. Owns nothing, creates nothing, truncates nothing, and row security binds it.

CREATE ROLE portal_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
CREATE ROLE portal_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'app_password';
ALTER ROLE portal_app SET jit = off;  -- the portal's statements are short: compiling one takes longer than running it

CREATE EXTENSION IF NOT EXISTS btree_gist;  -- "no two of these may overlap" constraints
CREATE EXTENSION IF NOT EXISTS pg_trgm;     -- finding a name that is nearly right
CREATE EXTENSION IF NOT EXISTS unaccent;    -- finding José by typing Jose

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner GRANT USAGE ON SEQUENCES TO portal_app;
-- The functions that look over the walls between authorities are for the app alone.
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner GRANT EXECUTE ON FUNCTIONS TO portal_app;
