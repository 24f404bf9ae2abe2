import { describe, expect, it } from 'vitest';
import { mayReach, readRanges } from '../../server/egress/addresses.ts';
import { Egress } from '../../server/egress/egress.ts';

const inside = {
  'of this host': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.0.0.2', '127.255.255.255', '::1'],
  private: ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  'of the provider': ['100.64.0.1', '100.127.255.255'],
  'link-local, with the keys of machines': ['169.254.169.254', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  'unique local': ['fc00::1', 'fd00:ec2::254', 'fdff:ffff::1'],
  'of a site, as it once was': ['fec0::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  broadcast: ['255.255.255.255'],
  'of documentation': ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  'for measuring': ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  reserved: ['192.0.0.1', '192.88.99.1', '240.0.0.1', '100::1', '2001:1ff::1', '4000::1', '5f00::1', 'e000::1'],
  'IPv4 in IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
    '::127.0.0.1',
    '::8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  ],
};

const outside = ['8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255'];
const outside6 = ['100.63.255.255', '100.128.0.0', '169.253.255.255', '223.255.255.255', '2606:4700::1111', '2a00::1'];

describe('an address', () => {
  it.each(Object.entries(inside).flatMap(([kind, addresses]) => addresses.map((address) => [kind, address])))(
    '%s is not reached: %s',
    (_kind, address) => {
      expect(mayReach(address, [])).toBe(false);
    },
  );

  it.each([...outside, ...outside6])('of the public internet is reached: %s', (address) => {
    expect(mayReach(address, [])).toBe(true);
  });

  it.each([
    'http://127.0.0.1',
    'http://127.1',
    'http://127.0.1',
    'http://2130706433',
    'http://017700000001',
    'http://0x7f000001',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.0.0.1.',
    'http://0',
    'http://00000.0',
    'http://１２７.0.0.1',
    'http://①②⑦.⓪.⓪.①',
    'http://127。0。0。1',
    'http://%31%32%37.0.0.1',
    'http://0xa9fea9fe/latest/meta-data',
    'http://2852039166',
    'http://0251.0376.0251.0376',
    'http://[::1]',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[0:0:0:0:0:ffff:127.0.0.1]',
    'http://[::127.0.0.1]',
    'http://[64:ff9b::127.0.0.1]',
    'http://[2002:7f00:1::]',
    'http://localhost',
    'http://LOCALHOST',
    'http://ⓛocalhost',
    'http://help.padma.localhost',
    'http://[::]',
  ])('is the same however it is written: %s', async (url) => {
    await expect(new Egress([]).request(url, { protocols: ['http:'] })).rejects.toMatchObject({
      failure: 'INSIDE_ADDRESS',
      message: 'The name of the server does not stand for an address of the public internet.',
    });
  });
});

describe('EGRESS_ALLOW', () => {
  it('opens what it names and nothing beside it', () => {
    const allowed = readRanges('10.1.0.0/16, fd12::/16,127.0.0.1/32')!;
    expect(['10.1.2.3', 'fd12::1', '127.0.0.1'].map((address) => mayReach(address, allowed))).not.toContain(false);
    expect(
      ['10.2.0.1', 'fd13::1', '127.0.0.2', '::1', '::ffff:10.1.2.3'].map((address) => mayReach(address, allowed)),
    ).not.toContain(true);
  });

  it('does not open where machines keep their keys', () => {
    const allowed = readRanges('169.0.0.0/8, 169.254.169.254/32, fe80::/10')!;
    expect(mayReach('169.254.169.254', allowed) || mayReach('fe80::1', allowed)).toBe(false);
  });

  it.each(['10.0.0.1', 'inside', '10.0.0.0/33', '0.0.0.0/0', '8.0.0.0/7', '::/0', '10.0.0.0/8 fd00::/8', 'fe80::/x'])(
    'is not taken as %s',
    (list) => {
      expect(readRanges(list)).toBeNull();
    },
  );
});
