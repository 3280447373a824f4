import type { ObjectType } from '../../protocol/api/model.ts';
import type { XmlElement } from '../../protocol/xml.ts';
import type { Resource } from './resources.ts';
import { usesOf } from './usage.ts';

const places: Partial<Record<ObjectType, string>> = {
  systemProfiles: 'global',
  tenant: 'tenant',
  coSpace: 'coSpace',
  coSpaceUser: 'coSpaceUser',
  accessMethod: 'accessMethod',
};

/** `callLegProfiles/<id>/usage`: an element for each place where the profile is used (CMS API blueprint, "Call Leg Profile Methods"). */
export const callLegProfileUsageResource: Resource = {
  list: () => [],
  find: () => undefined,
  document: (context, parent) => {
    const id = parent?.id ?? '';
    const uses = usesOf(context, 'callLegProfile', id).flatMap((use): XmlElement[] => {
      const name = places[use.type];
      if (!name) return [];
      return [{ name, ...(name === 'global' ? {} : { attributes: [['id', use.id]] }) }];
    });
    const shown = context.policies['objects.profileUses'](uses);
    return {
      name: 'callLegProfileUsage',
      attributes: [
        ['id', id],
        ['total', String(shown.length)],
      ],
      children: shown,
    };
  },
};
