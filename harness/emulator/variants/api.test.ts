import { expect, test } from '@playwright/test';
import { startTestApi } from '../api/testing.ts';
import { apiVariants } from './api.ts';
import { httpVariants } from './http.ts';

const all = [...apiVariants, ...httpVariants];

test('variants have names of their own', () => {
  expect(new Set(all.map((variant) => variant.id)).size).toBe(all.length);
});

for (const variant of all) {
  test(`${variant.id}: spaces, calls and refusals are the same but for that`, async () => {
    const api = await startTestApi({ version: '2.9', replacements: [variant] });
    const title = `It's "one" & <two>`;
    const made = await api.post('/api/v1/coSpaces', new URLSearchParams({ name: title, uri: 'u' }).toString());
    expect(made.status).toBe(200);
    expect(await api.field(made.location, 'name')).toBe(title);
    const call = await api.post('/api/v1/calls', `coSpace=${made.location.split('/').at(-1)}`);
    const calls = (await api.get('/api/v1/calls')).xml;
    expect(calls?.attributes.total).toBe('1');
    expect(calls?.children[0]?.attributes.id).toBe(call.location.split('/').at(-1));
    expect((await api.get('/api/v1/participants')).xml?.attributes.total).toBe('0');
    await api.delete(call.location);
    const gone = await api.get(call.location);
    expect([400, 404]).toContain(gone.status);
    expect(gone.reasons).toEqual(['callDoesNotExist']);
    await api.close();
  });
}
