/** How somebody shows who they are; the link of a set-up, an invitation or a reset counts as EMAIL. */
export enum SignInMethod {
  PASSWORD = 'PASSWORD',
  /** A link or a code that was mailed to them. */
  EMAIL = 'EMAIL',
  PASSKEY = 'PASSKEY',
  SINGLE_SIGN_ON = 'SINGLE_SIGN_ON',
}
