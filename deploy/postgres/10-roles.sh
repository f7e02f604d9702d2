#!/bin/sh
# Run once by the PostgreSQL image when its data folder is empty: makes the portal's two roles and its database.
set -eu
: "${PORTAL_OWNER_PASSWORD:?set PORTAL_OWNER_PASSWORD (the role that migrates)}"
: "${PORTAL_APP_PASSWORD:?set PORTAL_APP_PASSWORD (the role of web, worker and beat)}"
psql --username "$POSTGRES_USER" --dbname template1 --no-psqlrc --set ON_ERROR_STOP=1 \
     --set owner_password="$PORTAL_OWNER_PASSWORD" --set app_password="$PORTAL_APP_PASSWORD" \
     --file /portal/roles.sql
psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --set ON_ERROR_STOP=1 \
     --command 'CREATE DATABASE portal OWNER portal_owner'
