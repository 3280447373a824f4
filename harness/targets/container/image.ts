import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideBase } from './base.ts';
import { ContainersUnavailable, connectEngine, type Engine } from './engine.ts';

const emulator = fileURLToPath(new URL('../../emulator/', import.meta.url));

/** Builds the emulator's image unless the engine has it as it is now, and gives its name. Throws ContainersUnavailable. */
export async function provideImage(): Promise<string> {
  const engine = await connectEngine();
  const base = await provideBase(engine);
  const bundle = await bundleEmulator();
  const dockerfile = join(emulator, 'Dockerfile');
  const { GenericContainer, ImageName } = await import('testcontainers');
  const hash = createHash('sha256');
  for (const part of [await idOf(engine, base), readFileSync(dockerfile, 'utf8'), bundle])
    hash.update(part).update('\0');
  const image = `cms-conformance/emulator:${hash.digest('hex').slice(0, 16)}`;
  if (await engine.image.exists(ImageName.fromString(image))) return image;
  const context = mkdtempSync(join(tmpdir(), 'cms-conformance-image-'));
  try {
    copyFileSync(dockerfile, join(context, 'Dockerfile'));
    writeFileSync(join(context, 'emulator.mjs'), bundle);
    await GenericContainer.fromDockerfile(context).withBuildArgs({ BASE: base }).build(image, { deleteOnExit: false });
  } catch (error) {
    throw new ContainersUnavailable(
      `The emulator's image could not be built on ${base} (${(error as Error).message.split('\n')[0]}): try \`docker build\` with harness/emulator/Dockerfile to see why.`,
    );
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  return image;
}

async function idOf(engine: Engine, image: string): Promise<string> {
  const { ImageName } = await import('testcontainers');
  return (await engine.image.inspect(ImageName.fromString(image))).Id;
}

/** The emulator with everything that it imports, as one ES module. */
async function bundleEmulator(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(emulator, 'main.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // ssh2's native helpers are optional, it does without
    external: ['cpu-features', '*.node'],
    // what CommonJS packages expect to find around them
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __dirname = import.meta.dirname;",
    },
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
