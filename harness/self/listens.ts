import type { ChildProcess } from 'node:child_process';
import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const attempts = 200;

/** Waits until something takes connections on a port of the loopback; false when `child`, of which that is expected, ends before, or after 10 s. */
export async function listens(child: ChildProcess, port: number): Promise<boolean> {
  for (let attempt = 0; attempt < attempts && child.exitCode === null; attempt += 1) {
    if (await connects(port)) return true;
    await pause(50);
  }
  return false;
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const end = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
