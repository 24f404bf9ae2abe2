#!/usr/bin/env bash
# Runs once, in the container of PostgreSQL: a role that owns the database, and one that only serves (docs/operating.md).
set -euo pipefail
psql --username="$POSTGRES_USER" --set=ON_ERROR_STOP=1 \
  --set=owner_password="$DATABASE_OWNER_PASSWORD" --set=server_password="$DATABASE_SERVER_PASSWORD" <<'SQL'
create role portal login password :'owner_password';
create role portal_server login password :'server_password';
create database portal owner portal;
\connect portal
create extension pg_trgm;
SQL
