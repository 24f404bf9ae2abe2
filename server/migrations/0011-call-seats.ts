import { Migration } from '@mikro-orm/migrations';

/** What a booking reserves is called a seat, as everywhere else. */
export class CallSeats extends Migration {
  override up(): void {
    this.addSql(`
      alter table call_place rename to call_seat;
      alter table call_seat rename column place to seat;
      alter table call_seat rename constraint call_place_pkey to call_seat_pkey;
      alter table call_seat rename constraint call_place_check to call_seat_check;
      alter table call_seat rename constraint call_place_call_request_id_unique to call_seat_call_request_id_unique;
      alter table call_seat rename constraint call_place_call_request_id_tenant_id_fkey to call_seat_call_request_id_tenant_id_fkey;
      alter policy call_place_select on call_seat rename to call_seat_select;
      alter policy call_place_insert on call_seat rename to call_seat_insert;
      alter policy call_place_update on call_seat rename to call_seat_update;
      alter policy call_place_delete on call_seat rename to call_seat_delete;
    `);
  }
}
