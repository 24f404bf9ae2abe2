/** What is written one in a line. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** The lines that were refused, by the fields of errors such as `input.domains.0`. */
export function refusedLines(fields: string[], name: string, text: string): string[] {
  const lines = linesOf(text);
  return fields
    .filter((field) => field.startsWith(`input.${name}.`))
    .flatMap((field) => lines[Number(field.split('.')[2])] ?? []);
}
