#!/usr/bin/env bash
# Prints what deploy/compose.yaml demands, with secrets that are made up anew each time: keep it.
set -euo pipefail
for name in JWT_SECRET DATABASE_SUPERUSER_PASSWORD DATABASE_OWNER_PASSWORD DATABASE_SERVER_PASSWORD; do
  # letters and digits only, since they are part of URLs
  printf '%s=%s\n' "$name" "$(head -c 32 /dev/urandom | od -An -tx1 | tr -d " \n")"
done
# the mail catcher: for people, a server of yours, without the second line
echo SMTP_URL=smtp://mail:1025
echo SMTP_UNENCRYPTED=true
