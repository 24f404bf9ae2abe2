// Usage: npm run migration NAME
//
// Creates the next migration and adds it to server/migrations/index.ts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../server/migrations/', import.meta.url);
const index = new URL('index.ts', folder);

const [title = ''] = process.argv.slice(2);
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(title)) {
  console.error('Usage: npm run migration NAME, with a name like ticket-priority');
  process.exit(1);
}

const numbers = readdirSync(folder).map((file) => Number.parseInt(file, 10) || 0);
const name = `${String(Math.max(...numbers) + 1).padStart(4, '0')}-${title}`;
const className = title.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());

writeFileSync(
  new URL(`${name}.ts`, folder),
  `import { Migration } from '@mikro-orm/migrations';

export class ${className} extends Migration {
  override up(): void {
    this.addSql(\`
    \`);
  }
}
`,
  { flag: 'wx' },
);

const list = readFileSync(index, 'utf8')
  .replace(/(?<=^import .* from '\.\/.*\n)(?!import)/m, `import { ${className} } from './${name}.ts';\n`)
  .replace(/(?=^\];$)/m, `  { name: '${name}', class: ${className} },\n`);
writeFileSync(index, list);
console.log(`server/migrations/${name}.ts`);
