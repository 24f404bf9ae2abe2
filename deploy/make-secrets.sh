#!/usr/bin/env bash
# Prints what deploy/compose.yaml demands, made up anew each time: keep it.
set -euo pipefail
for name in JWT_SECRET DATABASE_SUPERUSER_PASSWORD DATABASE_OWNER_PASSWORD DATABASE_SERVER_PASSWORD; do
  # letters and digits only, since they are part of URLs
  printf '%s=%s\n' "$name" "$(head -c 32 /dev/urandom | od -An -tx1 | tr -d " \n")"
done
