/** How many tickets fulfil a condition, by status. */
export const ticketStats = (condition: string) => {
  const count = (name: string, status: string) => `'${name}', count(*) filter (where status = '${status}')`;
  return (
    `(select json_build_object('totalTickets', count(*), ${count('openTickets', 'OPEN')}, ` +
    `${count('pendingTickets', 'PENDING')}, ${count('resolvedTickets', 'RESOLVED')}, ` +
    `${count('closedTickets', 'CLOSED')}) from ticket where ${condition})`
  );
};

/** How many tickets a customer has, by status. */
export const ticketStatsOf = (customerId: string) => ticketStats(`customer_id = ${customerId}`);
