#!/bin/sh
# Run by the image of PostgreSQL when its volume is empty: the API owns its database and is no superuser. CREATEROLE lets it
# make the role that published content is read as.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$API_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE scc LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE scc OWNER scc TEMPLATE template0 ENCODING 'UTF8';
SQL
