import { z } from 'zod';
import type { Policies } from '../policies/index.ts';
import { bodyOf, json } from './console-json.ts';
import type { TmsAnswer, TmsRequest } from './http.ts';
import { type ManagedSystems, TmsRefusal } from './managed-systems.ts';
import type { StoredSettings } from './settings.ts';
import type { StoredSystems } from './systems.ts';
import type { BridgeSystem } from './types.ts';

const login = z.strictObject({ address: z.string(), username: z.string(), password: z.string() });
const naming = z.strictObject({ name: z.string().trim().min(1).nullable() });
const extended = z.strictObject({
  domain: z.string().trim().min(1).nullable(),
  numericIdBase: z.number().nullable(),
  numericIdQuantity: z.number().nullable(),
});
const alternate = z.strictObject({ alternate: login.nullable() });

/** What the console and the pages work with. */
export interface ConsoleParts {
  policies: Policies;
  systems: StoredSystems;
  managed: ManagedSystems;
  settings: StoredSettings;
}

/** A system as it is shown: without the password of its user. */
export interface SystemView {
  id: number;
  type: string;
  displayName: string;
  name: string | null;
  address: string;
  username: string;
  domain: string | null;
  numericIdBase: number | null;
  numericIdQuantity: number | null;
  clustering: BridgeSystem['discovered'];
  offeredAlternates: string[];
  alternate: { address: string; username: string } | null;
  tickets: BridgeSystem['tickets'];
  callProfile: string;
  callLegProfile: string;
  parameterSet: string | null;
}

/**
 * The console below `/api/`: what an operator does on the pages, as JSON. `GET|POST /systems`; `GET|DELETE /systems/<id>`;
 * `GET /systems/<id>/values` asks the bridge; `PUT /systems/<id>/name|extended|alternate`; `GET|PUT /settings`. It is the
 * emulator's own: no real TMS has it.
 */
export class TmsConsole {
  readonly #parts: ConsoleParts;

  constructor(parts: ConsoleParts) {
    this.#parts = parts;
  }

  async answer(request: TmsRequest): Promise<TmsAnswer> {
    try {
      const [status, value] = await this.#route(request);
      return json(status, value);
    } catch (error) {
      if (error instanceof TmsRefusal) return json(error.status, { error: error.message });
      if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
      if (error instanceof SyntaxError) return json(400, { error: 'That is not JSON.' });
      throw error;
    }
  }

  async #route(request: TmsRequest): Promise<[status: number, value: unknown]> {
    const { systems, managed, settings } = this.#parts;
    const [, , root = '', id = '', part = '', ...more] = request.path.split('/');
    const route =
      more.length > 0 ? '' : [request.method, root, ...(id ? ['<id>'] : []), ...(part ? [part] : [])].join(' ');
    const number = Number(id);
    switch (route) {
      case 'GET systems':
        return [200, { systems: systems.all().map((system) => this.view(system)) }];
      case 'POST systems': {
        const added = await managed.add(login.parse(bodyOf(request)));
        const open = added.tickets.filter(({ clearedAt }) => clearedAt === null).length;
        return [201, { outcome: this.#parts.policies['tms.addOutcome'](open), system: this.view(added) }];
      }
      case 'GET systems <id>':
        return [200, this.view(managed.get(number))];
      case 'GET systems <id> values':
        return [200, await managed.values(number)];
      case 'PUT systems <id> name':
        return [200, this.view(await managed.rename(number, naming.parse(bodyOf(request)).name))];
      case 'PUT systems <id> extended':
        return [200, this.view(await managed.saveExtended(number, extended.parse(bodyOf(request))))];
      case 'PUT systems <id> alternate':
        return [200, this.view(await managed.chooseAlternate(number, alternate.parse(bodyOf(request)).alternate))];
      case 'DELETE systems <id>':
        await managed.remove(number);
        return [200, {}];
      case 'GET settings':
        return [200, { preferredMcuType: settings.preferredMcuType }];
      case 'PUT settings':
        settings.preferredMcuType = z
          .strictObject({ preferredMcuType: z.string().trim().min(1) })
          .parse(bodyOf(request)).preferredMcuType;
        return [200, { preferredMcuType: settings.preferredMcuType }];
      default:
        throw new TmsRefusal(404, `The console has no ${request.method} ${request.path}.`);
    }
  }

  /** What is shown of a system. */
  view(system: BridgeSystem): SystemView {
    const { policies } = this.#parts;
    const { id, name, address, username, domain, numericIdBase, numericIdQuantity } = system;
    return {
      id,
      type: policies['tms.detectedType'](),
      displayName: policies['tms.displayName'](name, address),
      name,
      address,
      username,
      domain,
      numericIdBase,
      numericIdQuantity,
      clustering: system.discovered,
      offeredAlternates: policies['tms.offeredAlternates'](system.discovered),
      alternate: system.alternate && { address: system.alternate.address, username: system.alternate.username },
      tickets: system.tickets,
      callProfile: system.callProfile,
      callLegProfile: system.callLegProfile,
      parameterSet: system.parameterSet,
    };
  }
}
