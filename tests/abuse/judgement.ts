import { nearIdle, type Effect } from './abused-portal.ts';

export const mebibytes = (bytes: number) => Math.round(bytes / 1024 / 1024);

/** How an attack may be answered: as asked, or refused with a reason. */
const bounded = [
  /^2\d\d/,
  /^(400|401|403|404|405|408|409|413|415|429|431|503)\b/,
  // the server ends what goes on for too long
  /^ECONNRESET$|^EPIPE$|^socket closed (1009|1011|4400|4401|4403|4408|4409|4429|1013|1008)$|^connection closed/,
  /^socket (open|next|error|complete|connection_ack|pong|ping|40\d|429|503)\b/,
  /^hung up$/,
];

/** What must not happen in any attack, however slow the machine. */
export function faultsOf({ outcome, alive, failed, memory, slowestLivez }: Effect): string[] {
  const unbounded = Object.keys(outcome.answers).filter(
    (answer) => answer.includes('INTERNAL_SERVER_ERROR') || !bounded.some((pattern) => pattern.test(answer)),
  );
  return [
    ...(alive ? [] : ['the server ended']),
    ...(slowestLivez === Infinity ? ['/livez did not answer 200'] : []),
    ...unbounded.map((answer) => `${outcome.answers[answer]} × ${answer}`),
    ...(failed > 0 ? [`${failed} answers that the bystander did not get`] : []),
    ...(mebibytes(memory.most) > 250 ? [`${mebibytes(memory.most)} MB more`] : []),
    ...(memory.after > nearIdle ? [`${mebibytes(memory.after)} MB kept`] : []),
  ];
}

/** What others may notice of an attack. */
export function tooSlow({ quiet, meanwhile, slowestLivez }: Effect): string[] {
  const kinds = ['read', 'write'] as const;
  return [
    ...(slowestLivez > 1_000 ? [`/livez took ${slowestLivez} ms`] : []),
    ...kinds
      .filter((kind) => meanwhile[kind].p50 > 3 * quiet[kind].p50)
      .map((kind) => `${kind} p50 × ${(meanwhile[kind].p50 / quiet[kind].p50).toFixed(1)}`),
    ...kinds
      .filter((kind) => meanwhile[kind].p99 > Math.max(250, 5 * quiet[kind].p99))
      .map((kind) => `${kind} p99 ${meanwhile[kind].p99} ms`),
  ];
}
