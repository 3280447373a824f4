import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { CertificateFactory, fullChain } from '../../fixtures/pki.ts';
import { root } from '../cli/playwright.ts';
import { ApiClient } from '../clients/api.ts';
import { MmpClient } from '../clients/mmp.ts';
import { type Result, resultSchema } from '../run/result.ts';
import { type Plant, RunStore, targetIdentity } from '../run/store.ts';
import { Control } from '../targets/bench.ts';
import { mmpEndpointOf } from '../targets/target.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { emulatorProgram, run, type Started, start } from './command.ts';
import { test as base, expect } from './scratch.ts';

/** An emulated server whose scheduler runs, and which is judged as a real one: nobody turns its clock for the harness. */
class Lab {
  readonly #emulator: Started;
  readonly #control: Control;
  readonly #folder: string;
  readonly file: string;
  readonly state: string;
  #runs = 0;

  private constructor(emulator: Started, control: string, folder: string) {
    this.#emulator = emulator;
    this.#control = new Control(control);
    this.#folder = folder;
    this.file = join(folder, 'target.yaml');
    this.state = join(folder, 'state');
  }

  static async start(folder: string, ...defects: string[]): Promise<Lab> {
    const args = ['--topology', 'single', '--data', join(folder, 'data'), '--target-file', join(folder, 'target.yaml')];
    const emulator = start([...args, ...defects.flatMap((id) => ['--defect', id])], {}, emulatorProgram);
    const { control } = JSON.parse(await emulator.firstLine) as { control: string };
    const lab = new Lab(emulator, control, folder);
    await lab.#enableScheduler();
    await lab.#describe(control);
    return lab;
  }

  /** Judges the purge in a run of its own. */
  async judge(): Promise<{ code: number | null; result: Result; page: string }> {
    this.#runs += 1;
    const out = join(this.#folder, `run-${this.#runs}`);
    const { code } = await run(this.#arguments(out));
    const result = resultSchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
    return { code, result, page: readFileSync(join(out, 'certificate.html'), 'utf8') };
  }

  /** The same, but the run and all its processes die at once when a plant is in this state. */
  async judgeKilledWhen(state: Plant['state']): Promise<void> {
    const bootstrap = join(root, 'harness/cli/bootstrap.mjs');
    const child = spawn(process.execPath, [bootstrap, ...this.#arguments(join(this.#folder, 'killed'))], {
      cwd: root,
      detached: true,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    for (const until = Date.now() + 60_000; Date.now() < until && child.exitCode === null; await pause(1)) {
      if (this.plants().some((plant) => plant.state === state)) break;
    }
    if (child.exitCode !== null) throw new Error(`no plant was seen ${state} before the run ended`);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
  }

  plants(): Plant[] {
    const store = new RunStore(this.state);
    const plants = store.list(targetIdentity(readTargetFile(this.file).nodes));
    store.close();
    return plants;
  }

  /** Lets the target's time pass until all that is planted is due. */
  async untilDue(): Promise<void> {
    const due = Math.max(...this.plants().map(({ dueAt }) => Date.parse(dueAt)));
    await this.#control.advance((due - (await this.#control.now()).getTime()) / 1000 + 60);
  }

  /** How many spaces there are. */
  async spaces(): Promise<string | undefined> {
    const api = this.#api();
    const { xml } = await api.get('/api/v1/coSpaces');
    await api.close();
    return xml?.attributes.total;
  }

  /** Deletes every space, as somebody might who tidies up. */
  async deleteSpaces(): Promise<void> {
    const api = this.#api();
    const { items } = await api.all('/api/v1/coSpaces');
    for (const { attributes } of items) await api.delete(`/api/v1/coSpaces/${attributes.id}`);
    await api.close();
  }

  async stop(): Promise<void> {
    this.#emulator.child.kill('SIGTERM');
    await this.#emulator.ended;
  }

  #api(): ApiClient {
    const [node] = readTargetFile(this.file).nodes;
    if (!node) throw new Error('the target file has no node');
    return new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  }

  #arguments(out: string): string[] {
    const only = ['--only', 'PURGE-AGE', 'PURGE-KIND-01'];
    return ['certify', '--target', this.file, '--impact', 'reversible', ...only, '--state', this.state, '--out', out];
  }

  async #enableScheduler(): Promise<void> {
    const [node] = readTargetFile(this.file).nodes;
    if (!node) throw new Error('the target file has no node');
    const pki = new CertificateFactory();
    const leaf = pki.leaf(pki.authority('Lab root'), [node.name], {});
    const mmp = await MmpClient.connect(mmpEndpointOf(node));
    await mmp.upload('lab.key', leaf.key);
    await mmp.upload('lab.cer', fullChain(leaf));
    await mmp.run('scheduler https listen a 9443');
    await mmp.run('scheduler https certs lab.key lab.cer');
    await mmp.run('scheduler c2w certs lab.key lab.cer');
    const { lines } = await mmp.run('scheduler enable');
    expect(lines.at(-1)).toBe('SUCCESS: scheduler enabled');
    await mmp.close();
  }

  /** Makes the target file one of a real deployment: without a bench, with the scheduler's address. */
  async #describe(control: string): Promise<void> {
    const { nodes } = (await (await fetch(control)).json()) as { nodes: { scheduler: string }[] };
    const { bench: _bench, ...target } = parse(readFileSync(this.file, 'utf8')) as { nodes: object[]; bench: unknown };
    const described = target.nodes.map((node, index) => ({
      ...node,
      tls: { insecure: true },
      scheduler: { url: nodes[index]?.scheduler },
    }));
    writeFileSync(this.file, stringify({ ...target, nodes: described }));
  }
}

const test = base.extend<{ lab: (...defects: string[]) => Promise<Lab> }>({
  lab: async ({ scratch }, use) => {
    const labs: Lab[] = [];
    await use(async (...defects) => {
      const lab = await Lab.start(scratch.path, ...defects);
      labs.push(lab);
      return lab;
    });
    for (const lab of labs) await lab.stop();
  },
});

const ids = ['PURGE-AGE-01', 'PURGE-AGE-02', 'PURGE-AGE-03', 'PURGE-KIND-01'];
const all = (verdict: string) => Object.fromEntries(ids.map((id) => [id, verdict]));
const verdictsOf = (result: Result) => Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict]));

test('a run plants, one before its time waits, one after it judges and leaves nothing behind', async ({ lab }) => {
  const target = await lab();
  const planted = await target.judge();
  expect(verdictsOf(planted.result)).toEqual(all('deferred'));
  expect(planted.code).toBe(3);
  const due = planted.result.requirements.map(({ dueAt = '' }) => dueAt);
  for (const at of due) expect(planted.page).toContain(at);
  expect(target.plants().map(({ state }) => state)).toEqual(ids.map(() => 'planted'));

  const early = await target.judge();
  expect(early.code).toBe(3);
  expect(early.result.requirements.map(({ dueAt }) => dueAt)).toEqual(due);

  await target.untilDue();
  const harvested = await target.judge();
  expect(verdictsOf(harvested.result)).toEqual(all('pass'));
  expect(harvested.code).toBe(0);
  expect(target.plants()).toEqual([]);
  expect(await target.spaces()).toBe('0');
});

for (const state of ['intended', 'planted'] as const) {
  test(`a run that is killed when something is ${state} loses nothing and leaves nothing behind`, async ({ lab }) => {
    const target = await lab();
    await target.judgeKilledWhen(state);
    expect(verdictsOf((await target.judge()).result)).toEqual(all('deferred'));
    await target.untilDue();
    await target.judgeKilledWhen('harvested');
    const { code, result } = await target.judge();
    expect(verdictsOf(result)).toEqual(all('pass'));
    expect(code).toBe(0);
    expect(await target.spaces()).toBe('0');
  });
}

test('spaces that somebody else deleted prove nothing', async ({ lab }) => {
  const target = await lab();
  await target.judge();
  await target.deleteSpaces();
  await target.untilDue();
  const { code, result } = await target.judge();
  expect(verdictsOf(result)).toEqual(all('inconclusive'));
  expect(code).toBe(3);
  expect(target.plants()).toEqual([]);
});

for (const [defect, failed, untold] of [
  ['purge-at-23h', ['PURGE-AGE-03'], []],
  // what a task leaves that never runs tells nothing
  ['purge-never', ['PURGE-AGE-01', 'PURGE-AGE-02'], ['PURGE-AGE-03', 'PURGE-KIND-01']],
] as const) {
  test(`the harvest finds the defect ${defect}`, async ({ lab }) => {
    const target = await lab(defect);
    await target.judge();
    await target.untilDue();
    const { code, result } = await target.judge();
    const having = (wanted: string) => result.requirements.filter(({ verdict }) => verdict === wanted);
    expect(having('fail').map(({ id }) => id)).toEqual(failed);
    expect(having('inconclusive').map(({ id }) => id)).toEqual(untold);
    expect(code).toBe(1);
    expect(await target.spaces()).toBe('0');
  });
}
