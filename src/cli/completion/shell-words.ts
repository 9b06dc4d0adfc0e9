/** A word that a shell takes as it is. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A function of the shell that prints the names of the blueprints of this folder: found as the command finds them, but for NAME_FILE. */
export const blueprintNames = String.raw`_concierge_blueprints() {
  local folder=$BLUEPRINTS_DIR
  [ -n "$folder" ] || folder=$(sed -n 's/^BLUEPRINTS_DIR=//p' .env 2>/dev/null | tail -n 1)
  find "${'${folder:-blueprints}'}" -maxdepth 1 \( -name '*.yaml' -o -name '*.yml' \) -exec sed -n 's/^name:[[:space:]]*\([[:alnum:]-]*\).*/\1/p' {} + 2>/dev/null
}`;
