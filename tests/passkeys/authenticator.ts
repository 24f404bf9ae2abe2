import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

interface RequestOptions {
  challenge: string;
  rpId: string;
}

/** What an honest browser and authenticator would not do. */
export interface Deviation {
  /** The page, where it is not the one at the host. */
  origin?: string;
  /** The host that is signed for, where it is not the one that was asked for. */
  host?: string;
  challenge?: string;
  userVerified?: boolean;
  counter?: number;
  type?: string;
}

/** A browser with an authenticator that makes one passkey: ES256, attestation "none". */
export class Authenticator {
  readonly credentialId = randomBytes(32);
  private readonly key: { publicKey: KeyObject; privateKey: KeyObject };
  private userHandle = '';
  counter = 0;

  constructor(private readonly originOf = (host: string) => `http://${host}`) {
    this.key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  /** What `passkeyRegister` is sent. */
  create({ challenge, rp, user }: CreationOptions, deviation: Deviation = {}, format = 'none') {
    this.userHandle = user.id;
    const { x, y } = this.key.publicKey.export({ format: 'jwk' });
    const publicKey = map([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x!, 'base64url')],
      [-3, Buffer.from(y!, 'base64url')],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.credentialId, publicKey]);
    const authData = Buffer.concat([this.authenticatorData(rp.id, deviation, 0x40), credential]);
    return {
      clientDataJSON: this.clientData('webauthn.create', challenge, rp.id, deviation).toString('base64url'),
      attestationObject: map([
        ['fmt', format],
        ['attStmt', format === 'none' ? new Map() : new Map([['x5c', [Buffer.from('a certificate')]]])],
        ['authData', authData],
      ]).toString('base64url'),
      transports: ['internal', 'telepathy'],
    };
  }

  /** What `passkeySignIn` is sent. */
  get({ challenge, rpId }: RequestOptions, deviation: Deviation = {}) {
    this.counter += 1;
    const authenticatorData = this.authenticatorData(rpId, deviation);
    const clientData = this.clientData('webauthn.get', challenge, rpId, deviation);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), this.key.privateKey);
    return {
      credentialId: this.credentialId.toString('base64url'),
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: this.userHandle,
    };
  }

  private clientData(type: string, challenge: string, host: string, deviation: Deviation): Buffer {
    const origin = this.originOf(host);
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...chosen(deviation) }));
  }

  private authenticatorData(rpId: string, deviation: Deviation, moreFlags = 0): Buffer {
    const { host = rpId, userVerified = true, counter = this.counter } = deviation;
    const rest = Buffer.alloc(5);
    rest.writeUInt8(1 | (userVerified ? 4 : 0) | moreFlags);
    rest.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(host), rest]);
  }
}

const chosen = ({ origin, challenge, type }: Deviation) =>
  Object.fromEntries(Object.entries({ origin, challenge, type }).filter(([, value]) => value !== undefined));

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

type Cbor = number | string | Buffer | Cbor[] | Map<Cbor, Cbor>;

const map = (entries: [Cbor, Cbor][]): Buffer => encode(new Map(entries));

/** As much of CBOR as an authenticator needs. */
function encode(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encode)]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(encode)]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  const long = Buffer.from([(major << 5) | 25, 0, 0]);
  long.writeUInt16BE(length, 1);
  return long;
}
