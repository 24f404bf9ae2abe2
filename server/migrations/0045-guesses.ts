import { Migration } from '@mikro-orm/migrations';

/** When was guessed at what only the owner of an account knows, for each account, known device and network. */
export class Guesses extends Migration {
  override up(): void {
    this.addSql(`
      create table operations.guess (
        key text not null primary key,
        guessed_at timestamptz[] not null
      );
    `);
  }
}
