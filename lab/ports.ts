import { createServer } from 'node:net';
import { LabError } from './errors.ts';

/** The one address a lab is reached at; nothing outside this machine can. */
export const loopback = '127.0.0.1';

/**
 * Free loopback ports, different from each other.
 * @param wanted a port that must be among them, as the first; 0 for any
 * @throws LabError when the wanted one is taken or the machine has no loopback
 */
export async function freePorts(count: number, wanted = 0): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen(index === 0 ? wanted : 0)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(port, error)));
    server.listen(port, loopback, () => resolve(server));
  });
}

function refused(port: number, error: NodeJS.ErrnoException): LabError {
  if (error.code === 'EADDRINUSE') return new LabError(`port ${port} of ${loopback} is taken`, 'give another one with --port, or none: a free one is taken then', { cause: error });
  if (error.code === 'EACCES') return new LabError(`port ${port} of ${loopback} is not allowed to this user`, 'give a port of 1024 or more', { cause: error });
  return new LabError(`no port of ${loopback} can be had: ${error.message}`, 'the lab needs the loopback interface; see that it is up', { cause: error });
}
