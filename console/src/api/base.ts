// Where the API is: beside the console, wherever a proxy has put both.
export function apiUrl(path: string): string {
  return new URL(path.replace(/^\//, ''), document.baseURI).href;
}
