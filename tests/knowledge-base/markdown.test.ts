import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onlySafe, renderMarkdown } from '#shared/markdown.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { hostileMarkdown } from './hostile-markdown.ts';

const html = (markdown: string) => renderMarkdown(markdown).html.trim();
const text = (markdown: string) => renderMarkdown(markdown).text;

/** Everything that begins with `<` in the HTML of an article: these elements in exactly this form, and nothing else. */
const safeTag =
  /<\/?(h[2-6]|p|blockquote|pre|code|ul|ol|li|strong|em|s|table|thead|tbody|tr|th|td)>|<\/a>|<(br|hr) \/>|<ol start="\d+">|<a href="(https?:\/\/|mailto:|tel:|\/(?![/\\]))[^"<>\s\\]*" rel="noopener noreferrer">/g;

describe('hostile Markdown', () => {
  it.each(Object.entries(hostileMarkdown))('with %s yields only the elements an article may have', (_, markdown) => {
    for (const around of [markdown, `Before ${markdown} after.`, `- ${markdown}`, `> ${markdown}`, `# ${markdown}`]) {
      const withoutSafe = html(around).replace(safeTag, '');
      expect(withoutSafe).not.toMatch(/[<>]/);
    }
  });

  it.each(Object.entries(hostileMarkdown))('with %s would not pass the sanitizer as HTML either', (_, markup) => {
    expect(onlySafe(`<p>${markup}</p>`).replace(safeTag, '').replaceAll('<a>', '')).not.toMatch(/[<>]/);
  });

  it('is covered by fifty examples or more', () => {
    expect(Object.keys(hostileMarkdown).length).toBeGreaterThanOrEqual(50);
  });

  it('of the maximum length is rendered, whatever it repeats', () => {
    for (const piece of [
      '[',
      '![',
      '[a](',
      '*a',
      '_a ',
      '`',
      '<',
      '>',
      '- ',
      '~~',
      '&',
      '[a][',
      '\\',
      '|a',
      'http://',
    ]) {
      // a renderer that backtracks takes minutes, so that the limit of the test is enough
      expect(html(piece.repeat(50_000 / piece.length)), piece).not.toBe('');
    }
  });
});

describe('hostile text in an email', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal();
  });

  afterAll(() => portal.stop());

  it('adds no element but line breaks, and no attribute, to the HTML', async () => {
    const tenant = await portal.world.tenant();
    const customer = await tenant.customer();
    await tenant.admin();
    const sendable = Object.values(hostileMarkdown).filter((each) => !each.includes('\0'));
    const title = sendable.join(' ').replace(/\s+/g, ' ').slice(0, 200);
    const tickets = [
      { title: 'Harmless', description: 'Harmless.' },
      { title, description: sendable.join('\n\n') },
      { title, description: sendable.toReversed().join(' ') },
    ];
    for (const ticket of tickets) await customer.openTicket(ticket);
    await portal.settle();
    const tagsOf = (mail: string) =>
      mail
        .replaceAll('<br>', '')
        .match(/<[^>]*>/g)!
        .map((tag) => tag.replace(/tickets\/[0-9a-f-]{36}/, 'tickets/ID'));
    const mails = portal.mailbox.mails.map(({ html: mail }) => tagsOf(String(mail)));
    expect(mails).toHaveLength(tickets.length);
    for (const tags of mails) expect(tags).toEqual(mails[0]);
  });
});

describe('Markdown', () => {
  it('begins with h2 below the title of the page, whatever its highest heading is', () => {
    expect(html('# One\n\n## Two\n\n###### Six')).toBe('<h2>One</h2>\n<h3>Two</h3>\n<h6>Six</h6>');
    expect(html('## One\n\n### Two')).toBe('<h2>One</h2>\n<h3>Two</h3>');
    expect(html('### One\n\n## Two')).toBe('<h3>One</h3>\n<h2>Two</h2>');
  });

  it('supports lists, tables, quotes, code, emphasis and strikethrough', () => {
    expect(html('3. a\n4. b')).toBe('<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>');
    expect(html('| a |\n|---|\n| 1 |')).toBe(
      '<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>',
    );
    expect(html('> **a** *b* ~~c~~ `d`')).toBe(
      '<blockquote>\n<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n</blockquote>',
    );
    expect(html('```js\nlet a;\n```')).toBe('<pre><code>let a;\n</code></pre>');
  });

  it('links to web addresses, mail, telephone and paths of the portal', () => {
    const to = (target: string) =>
      /href="([^"]*)" rel="noopener noreferrer">here</.exec(html(`[here](${target})`))?.[1];
    expect(to('https://shurjo.example/a?b=1&c=2')).toBe('https://shurjo.example/a?b=1&amp;c=2');
    expect(to('http://192.168.10.1')).toBe('http://192.168.10.1');
    expect(to('mailto:help@padma.example')).toBe('mailto:help@padma.example');
    expect(to('tel:+8801000000001')).toBe('tel:+8801000000001');
    expect(to('/tickets/new')).toBe('/tickets/new');
    expect(html('See https://padma.example/help.')).toContain('<a href="https://padma.example/help"');
  });

  it('shows HTML as text', () => {
    expect(html('Press <b>Save</b> &amp; wait')).toBe('<p>Press &lt;b&gt;Save&lt;/b&gt; &amp; wait</p>');
  });

  it('shows a picture as its description, since its host would see who reads', () => {
    expect(html('![The white box](https://pictures.example/box.jpg)')).toBe('<p>The white box</p>');
  });

  it('has a plain text with one line per block', () => {
    expect(
      text('# The **lights**\n\n- red: [call](tel:1)\n- green\n\n```\nping 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |'),
    ).toBe('The lights\nred: call\ngreen\nping 1\na\nb\n1\n2');
  });
});
