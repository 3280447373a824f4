/** The browser side of the port that Web Admin and the API share: a page at `/`, and nothing else. */
export function webAdminPage(path: string): { status: number; body: string } {
  if (path === '/' || path === '/index.html')
    return { status: 200, body: page('Cisco Meeting Server', 'Web Admin (emulated). The API is at /api/v1.') };
  return { status: 404, body: page('Not found', 'There is no such page.') };
}

function page(title: string, text: string): string {
  return `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>\n`;
}
