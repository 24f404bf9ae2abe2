export interface MessageBlock {
  text: string;
  /** Code, a log or a table: its lines are not wrapped, and all characters are of one width. */
  hasColumns: boolean;
}

const fence = /^\s*```\S*\s*$/;
/** Indented, or with a gap in it that no sentence has. */
const aligned = /^(?: {2,}|\t+)\S|\S(?: {3,}|\t+)\S/;

/** Splits a message where columns begin and end: between fences, or in two aligned lines or more. */
export function splitBlocks(body: string): MessageBlock[] {
  const lines = body.split('\n');
  const blocks: MessageBlock[] = [];
  let plain: string[] = [];
  const add = (text: string, hasColumns: boolean) => text && blocks.push({ text, hasColumns });
  const endPlain = () => {
    add(plain.join('\n').replace(blankEnds, ''), false);
    plain = [];
  };
  for (let index = 0; index < lines.length;) {
    const closing = fence.test(lines[index]!) ? lines.findIndex((line, at) => at > index && fence.test(line)) : -1;
    const run = closing > 0 ? 0 : alignedFrom(lines, index);
    if (closing > 0 || run > 1) {
      endPlain();
      const end = closing > 0 ? closing : index + run;
      add(lines.slice(closing > 0 ? index + 1 : index, end).join('\n'), true);
      index = closing > 0 ? closing + 1 : end;
    } else {
      plain.push(lines[index]!);
      index += 1;
    }
  }
  endPlain();
  return blocks;
}

const blankEnds = /^(?:[^\S\n]*\n)+|(?:\n[^\S\n]*)+$/g;

/** How many aligned lines there are from this one on. */
function alignedFrom(lines: string[], start: number): number {
  let end = start;
  while (end < lines.length && aligned.test(lines[end]!)) end += 1;
  return end - start;
}
