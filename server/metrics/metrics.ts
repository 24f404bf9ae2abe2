import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  Registry,
  collectDefaultMetrics,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client';
import { Talkers } from './talkers.ts';

/** The numbers of one process, as they go from one to another. */
export type Numbers = MetricObjectWithValues<MetricValue<string>>[];

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** So many tenants are shown, those that asked for most. */
const shownTenants = 20;

/**
 * What a process counts for those who watch it, in the form of Prometheus. Labels have few values, and none that a client
 * can make up: https://prometheus.io/docs/practices/naming/.
 */
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  /** What is asked when somebody looks: other processes that belong to this one. */
  readonly others: (() => Promise<Numbers | null>)[] = [];

  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly talkers = new Talkers();

  private readonly operations = new Histogram({
    name: 'portal_operation_duration_seconds',
    help: 'GraphQL operations over HTTP until they are answered, by root field and outcome.',
    labelNames: ['field', 'outcome'],
    buckets: seconds,
    registers: this.registers,
  });
  private readonly prices = new Counter({
    name: 'portal_operation_price_total',
    help: 'What those operations were priced at.',
    labelNames: ['field'],
    registers: this.registers,
  });
  /** Jobs that ended, by name, and `done` or `failed`. */
  readonly jobs = new Counter({
    name: 'portal_jobs_total',
    help: 'Attempts at jobs, by job and outcome.',
    labelNames: ['job', 'outcome'],
    registers: this.registers,
  });
  /** Attempts to send a mail: `done`, or `failed` and tried again. */
  readonly mails = new Counter({
    name: 'portal_mails_total',
    help: 'Attempts to send an email, by outcome.',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  readonly deliveries = new Counter({
    name: 'portal_events_delivered_total',
    help: 'Events that were delivered to subscriptions.',
    registers: this.registers,
  });

  constructor(process: 'server' | 'jobs', isRead: boolean) {
    this.registry.setDefaultLabels({ process });
    // they measure all the time, be they read or not
    if (isRead) collectDefaultMetrics({ register: this.registry });
    const help = `What operations of a tenant were priced at in the last whole minute, of the ${shownTenants} tenants with most.`;
    this.gauge('portal_tenant_price', help, 'tenant', () => Object.fromEntries(this.talkers.most(shownTenants)));
  }

  /** Counts an operation that is answered. `field` is of the schema. */
  operation(operation: {
    field: string;
    outcome: string;
    milliseconds: number;
    price: number;
    tenantId: string | undefined;
  }): void {
    const { field, outcome, milliseconds, price, tenantId } = operation;
    this.operations.observe({ field, outcome }, milliseconds / 1_000);
    if (price > 0) this.prices.inc({ field }, price);
    if (tenantId) this.talkers.add(tenantId, price);
  }

  /** A number with labels that is found out when somebody looks. */
  gauge(
    name: string,
    help: string,
    label: string,
    read: () => Promise<Record<string, number>> | Record<string, number>,
  ): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [label],
      registers: this.registers,
      collect: async () => {
        gauge.reset();
        // what cannot be found out is left out
        const found = await Promise.resolve(read()).catch(() => ({}));
        for (const [value, number] of Object.entries(found)) gauge.set({ [label]: value }, number);
      },
    });
  }

  /** A number that is found out when somebody looks. */
  number(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: this.registers, collect: () => gauge.set(read()) });
  }

  /** What this process has counted. */
  async numbers(): Promise<Numbers> {
    return this.registry.getMetricsAsJSON();
  }

  /** What all have counted, as Prometheus reads it. */
  async text(): Promise<string> {
    const others = await Promise.all(this.others.map((ask) => ask().catch(() => null)));
    const all = [await this.numbers(), ...others.filter((numbers) => numbers !== null)];
    return AggregatorRegistry.aggregate(all).metrics();
  }
}
