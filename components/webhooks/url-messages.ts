export const exampleUrl = "https://hooks.example.net/latchkey";

export const urlMessages = { url: `Enter the URL of your server, such as ${exampleUrl}.` };
