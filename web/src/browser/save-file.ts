/** Lets the person keep a file, as if they had followed a link to it. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // after the browser has begun to read it
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
