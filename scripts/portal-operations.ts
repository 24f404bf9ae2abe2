import { globSync, readFileSync } from 'node:fs';
import { concatAST, parse, separateOperations, type DocumentNode } from 'graphql';

/** The documents of the portal by the names of their operations, each with the fragments that it needs. */
export function operationsOfPortal(): Record<string, DocumentNode> {
  const web = new URL('../web/src/', import.meta.url);
  const files = globSync('**/*.graphql', { cwd: web });
  return separateOperations(concatAST(files.map((file) => parse(readFileSync(new URL(file, web), 'utf8')))));
}
