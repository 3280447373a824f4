import { type ApiContext, Refusal } from './context.ts';
import type { Item, Resource } from './resources.ts';
import { storedResource } from './stored.ts';

const type = 'layoutTemplate';
const contentType = 'layoutTemplateContent';
const stored = storedResource(type);

/** Layout templates (CMS API blueprint, "Layout Template Methods"); their size is that of their content. */
export const layoutTemplateResource: Resource = {
  ...stored,
  list: (context) => context.objects.list(type).map((object) => sized(context, object)),
  find: (context, id) => {
    const object = context.objects.get(type, id);
    return object && sized(context, object);
  },
};

/** `layoutTemplates/<id>/template`: the JSON that describes the layout, as it was put there. */
export const layoutTemplateContentResource: Resource = {
  list: () => [],
  find: () => undefined,
  content: {
    read: (context, parent) => contentOf(context, parent?.id ?? ''),
    write: (context, text, parent) => {
      const { objects, policies } = context;
      if (policies['objects.layoutIsTooLong'](Buffer.byteLength(text)))
        throw new Refusal('layoutTemplateDescriptionTooLong');
      if (!policies['objects.layoutIsValid'](text))
        throw new Refusal(policies['api.parameterError']('', 'invalidValue'));
      const id = parent?.id ?? '';
      const [kept] = objects.children(contentType, id);
      const fields = { content: policies['objects.keptLayout'](text) };
      if (kept) objects.update(kept, fields);
      else objects.insert({ id: context.newId(contentType), type: contentType, parent: id, fields });
    },
  },
};

function contentOf({ objects }: ApiContext, id: string): string {
  return objects.children(contentType, id)[0]?.fields.content ?? '';
}

function sized(context: ApiContext, { id, fields }: Item): Item {
  const size = context.policies['objects.layoutSize'](Buffer.byteLength(contentOf(context, id)));
  return { id, fields: { ...fields, templateSize: String(size) } };
}
