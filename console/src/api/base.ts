// Where the API is: beside the console, wherever a proxy has put both.
export function apiUrl(path: string): string {
  // With the dot, because `v1:watch` alone reads as a URL whose scheme is v1.
  return new URL(path.replace(/^\/?/, './'), document.baseURI).href;
}
