# Writes every page of memberships and pending invitations to calendly-users.json.
# The token comes from the environment: read -rs CALENDLY_TOKEN; export CALENDLY_TOKEN
(
  set -euo pipefail
  api=${CALENDLY_API:-https://api.calendly.com}
  file=calendly-users.json
  ask() { printf 'header = "Authorization: Bearer %s"\n' "${CALENDLY_TOKEN:?}" | curl -fsS --config - "$1"; }
  value() {
    { grep -o "\"$1\" *: *\"[^\"]*\"" || true; } |
      sed -n '1{s/^"[^"]*" *: *"//;s/"$//;s/\\u0026/\&/g;s/\\//g;p;}'
  }
  me=$(ask "$api/users/me")
  organization=$(value current_organization <<<"$me")
  : >"$file.part"
  for page in "$api/organization_memberships?count=100&organization=$organization" \
    "$api/organizations/${organization##*/}/invitations?count=100&status=pending"; do
    while [ -n "$page" ]; do
      case $page in
        "$api"/*) ;;
        *) echo "Stopped: $page is not an address of $api" >&2 && exit 1 ;;
      esac
      answer=$(ask "$page")
      printf '%s\n' "$answer" >>"$file.part"
      page=$(value next_page <<<"$answer")
    done
  done
  mv "$file.part" "$file"
)
