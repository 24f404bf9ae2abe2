/** The button of what can be done with somebody. */
export const actionsIdOf = ({ id }: { id: string }): string => `actions-${id}`;
