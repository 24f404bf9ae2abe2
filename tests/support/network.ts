import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The network between a browser and the server, which can fail; gone after the test. */
export interface Network {
  port: number;
  /** Everything on its way is lost, and nothing new gets through. */
  cut(): void;
  restore(): void;
}

export async function openNetwork(serverPort: number): Promise<Network> {
  const sockets = new Set<Socket>();
  let down = false;
  const server = createServer((near) => {
    if (down) {
      near.destroy();
      return;
    }
    const far = connect(serverPort, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const loseAll = () => sockets.forEach((socket) => socket.destroy());
  onTestFinished(async () => {
    loseAll();
    server.close();
    await once(server, 'close');
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      down = true;
      loseAll();
    },
    restore() {
      down = false;
    },
  };
}
