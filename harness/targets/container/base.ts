import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ContainersUnavailable, type Engine } from './engine.ts';

const localBase = 'cms-conformance/base:local';
const nodeLabel = 'org.cms-conformance.node';

/**
 * The base image that `CMS_CONTAINER_BASE` chooses (harness/emulator/Dockerfile tells the choices), in the engine afterwards.
 * Throws ContainersUnavailable when it can't be had.
 */
export async function provideBase(engine: Engine, chosen = process.env.CMS_CONTAINER_BASE): Promise<string> {
  if (chosen === 'local') {
    await provideLocalBase(engine);
    return localBase;
  }
  const image = chosen || 'node:24-slim';
  const { ImageName } = await import('testcontainers');
  const name = ImageName.fromString(image);
  try {
    if (!(await engine.image.exists(name))) await engine.image.pull(name);
  } catch (error) {
    const [line = ''] = (error as Error).message.trim().split('\n');
    const why = line.replace(/^\(HTTP code \d+\) [^-]*- /, '').replace(/\.$/, '');
    throw new ContainersUnavailable(
      `The base image ${image} is neither in the Docker engine nor to be had from a registry (${why}): ` +
        `pull or load it, name another one in CMS_CONTAINER_BASE, or set CMS_CONTAINER_BASE=local to make one from this machine's Node.`,
    );
  }
  return image;
}

/** Makes the local base from the Node that runs this, unless the engine has it from this very version. */
async function provideLocalBase(engine: Engine): Promise<void> {
  if (process.platform !== 'linux') {
    throw new ContainersUnavailable(
      'CMS_CONTAINER_BASE=local needs Linux, whose Node also runs in a container: leave it out to use node:24-slim.',
    );
  }
  const { dockerode } = engine.container;
  const wanted = `${process.version} ${process.arch}`;
  const { ImageName } = await import('testcontainers');
  const name = ImageName.fromString(localBase);
  if ((await engine.image.exists(name)) && (await engine.image.inspect(name)).Config.Labels?.[nodeLabel] === wanted)
    return;
  const root = mkdtempSync(join(tmpdir(), 'cms-conformance-base-'));
  try {
    fillRoot(root);
    const tar = spawn('tar', ['--owner=0', '--group=0', '-C', root, '-c', '.'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const changes = [`LABEL ${nodeLabel}="${wanted}"`, 'ENV PATH=/bin'];
    const progress = await dockerode.importImage(tar.stdout, { repo: 'cms-conformance/base', tag: 'local', changes });
    await new Promise((resolve, reject) =>
      dockerode.modem.followProgress(progress, (error, output) => (error ? reject(error) : resolve(output))),
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A root file system that holds Node, the libraries that it is linked to, and what names and users are looked up in. */
function fillRoot(root: string): void {
  const node = realpathSync(process.execPath);
  for (const folder of ['bin', 'etc', 'tmp', 'app', 'dev', 'proc', 'sys']) mkdirSync(join(root, folder));
  cpSync(node, join(root, 'bin/node'));
  const libraries = execFileSync('ldd', [node], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const library of new Set(libraries)) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    cpSync(realpathSync(library), join(root, library));
  }
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/:/bin/node\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
}
