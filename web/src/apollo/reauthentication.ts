/** Asks the person to show again who they are, and resolves to whether they did. */
type Ask = () => Promise<boolean>;

let ask: Ask | null = null;

/** What is on the screen says how it asks; answers with how to stop. */
export function onReauthentication(given: Ask): () => void {
  ask = given;
  return () => {
    if (ask === given) ask = null;
  };
}

export const reauthenticate: Ask = () => ask?.() ?? Promise.resolve(false);
