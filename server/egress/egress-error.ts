/** Why a request to somebody else's server came to nothing. */
export enum EgressFailure {
  /** The address is none that may be asked. */
  BAD_URL = 'BAD_URL',
  NAME_NOT_FOUND = 'NAME_NOT_FOUND',
  /** The name stands for an address that is not of the public internet. */
  INSIDE_ADDRESS = 'INSIDE_ADDRESS',
  UNREACHABLE = 'UNREACHABLE',
  /** The connection is not encrypted as it must be. */
  CERTIFICATE = 'CERTIFICATE',
  TIMEOUT = 'TIMEOUT',
  TOO_LARGE = 'TOO_LARGE',
  TOO_MANY_REDIRECTS = 'TOO_MANY_REDIRECTS',
  /** It does not speak HTTP as it must, or ended in between. */
  BAD_ANSWER = 'BAD_ANSWER',
}

const messages: Record<EgressFailure, string> = {
  BAD_URL: 'The address is not a URL that can be asked.',
  NAME_NOT_FOUND: 'The name of the server is not in the DNS.',
  INSIDE_ADDRESS: 'The name of the server does not stand for an address of the public internet.',
  UNREACHABLE: 'The server cannot be reached.',
  CERTIFICATE: 'There is no secure connection: the server has no valid certificate for its name.',
  TIMEOUT: 'The server took too long.',
  TOO_LARGE: 'The answer is too large.',
  TOO_MANY_REDIRECTS: 'The server redirects too often.',
  BAD_ANSWER: 'The answer cannot be read.',
};

/** Its message is for whoever gave the address, and says no address of the inside; `cause` is for the log only. */
export class EgressError extends Error {
  constructor(
    readonly failure: EgressFailure,
    { message = messages[failure], cause }: { message?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
  }
}
