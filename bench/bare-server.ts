import { createServer } from "node:http";

// The minimum cost of an HTTP response in Node.
const body = '{"allow":true}';
const headers = { "content-type": "application/json", "content-length": body.length };
createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(body);
}).listen(Number(process.env.PORT), "127.0.0.1");
