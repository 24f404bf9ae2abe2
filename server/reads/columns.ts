import { MetadataStorage, UnderscoreNamingStrategy, type EntityClass } from '@mikro-orm/postgresql';

/**
 * The columns of one row of a statement, by the names of its entity: of a message that goes by `t1`,
 * `${message.ticketId}` is `t1.ticket_id` and `${message.$name}` is `t1`.
 */
export type Columns<Row> = { readonly [Property in keyof Row]: string } & { readonly $name: string };

/** The types of columns that lists are sorted by. */
export type SortType = 'timestamptz' | 'integer' | 'bigint' | 'text' | 'uuid';

/** Table and columns as the entity declares them; nothing here is written a second time. */
export class Table<Row extends object> {
  readonly name: string;
  private readonly properties: Properties;
  private readonly RowColumns: new (alias: string) => Columns<Row>;

  constructor(entity: EntityClass<Row>) {
    const { tableName, properties } = (entity as unknown as Decorated)[MetadataStorage.META_SYMBOL];
    this.name = tableName;
    this.properties = properties;
    this.RowColumns = columnsClass(properties);
  }

  /** A row that goes by `alias` in the statement. */
  row(alias: string): Columns<Row> {
    return new this.RowColumns(alias);
  }

  sortType(property: string): SortType {
    const type = sortTypes[String(this.properties[property]?.type)];
    if (!type) throw new Error(`Lists cannot be sorted by ${this.name}.${property}.`);
    return type;
  }
}

/** The columns of a table within a subquery, which go by the table's own name. */
export const columnsOf = <Row extends object>(entity: EntityClass<Row>): Columns<Row> => {
  const table = new Table(entity);
  return table.row(table.name);
};

/** What the ORM's decorators leave at the class of an entity. */
interface Decorated {
  [MetadataStorage.META_SYMBOL]: { tableName: string; properties: Properties };
}

type Properties = Record<string, { type?: unknown; fieldName?: string }>;

const sortTypes: Record<string, SortType> = {
  datetime: 'timestamptz',
  integer: 'integer',
  smallint: 'integer',
  string: 'text',
  text: 'text',
  uuid: 'uuid',
};

const naming = new UnderscoreNamingStrategy();

/** A class with a getter for each column: statements are made for every request, so nothing is looked up by then. */
function columnsClass<Row>(properties: Properties): new (alias: string) => Columns<Row> {
  class RowColumns {
    constructor(readonly $name: string) {}
  }
  for (const [property, { fieldName }] of Object.entries(properties)) {
    const column = fieldName ?? naming.propertyToColumnName(property);
    Object.defineProperty(RowColumns.prototype, property, {
      get(this: RowColumns) {
        return `${this.$name}.${column}`;
      },
    });
  }
  return RowColumns as never;
}
