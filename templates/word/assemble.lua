-- Makes Word files: reads one job a line from standard input, answers one line a job.
--
-- A job is JSON: `reference`, `target`, `images` and `pieces` in order. Each author's text is read by
-- itself and in a sandbox, so that no label meets another text's label and no text can open a file.

local DIALECT = 'commonmark-raw_html+pipe_tables+footnotes+strikeout'
local MEDIA = {png = 'image/png', jpg = 'image/jpeg', jpeg = 'image/jpeg'}
local ALIGN = {left = pandoc.AlignLeft, center = pandoc.AlignCenter, right = pandoc.AlignRight}

-- Words that stand for something that cannot be shown.
local function words(inlines)
  return pandoc.Span(inlines).content
end

local function literal(text)
  local inlines = pandoc.Inlines {}
  for line in (text:gsub('\n+$', '') .. '\n'):gmatch('(.-)\n') do
    if #inlines > 0 then inlines:insert(pandoc.LineBreak()) end
    inlines:insert(pandoc.Str(line))
  end
  return inlines
end

local function image_filter(images)
  return function(image)
    local path = images[image.src]
    if not path then return words(image.caption) end
    local file = io.open(path, 'rb')
    if not file then return words(image.caption) end
    local content = file:read('a')
    file:close()
    local extension = path:match('%.(%a+)$'):lower()
    local name = pandoc.utils.sha1(content) .. '.' .. extension
    pandoc.mediabag.insert(name, MEDIA[extension], content)
    image.src = name
    image.attr = pandoc.Attr()
    return image
  end
end

local function custom(style, block)
  return pandoc.Div({block}, pandoc.Attr('', {}, {{'custom-style', style}}))
end

local function author_filter(images)
  return {
    Image = image_filter(images),
    Link = function(link)
      local scheme = link.target:match('^(%a[%w+.-]*):')
      scheme = scheme and scheme:lower()
      if scheme == 'http' or scheme == 'https' or scheme == 'mailto' then
        link.attr = pandoc.Attr()
        return link
      end
      return words(link.content)
    end,
    RawInline = function(raw) return pandoc.Str(raw.text) end,
    RawBlock = function(raw) return pandoc.Para(literal(raw.text)) end,
    CodeBlock = function(code) return pandoc.CodeBlock(code.text) end,
    Header = function(header) return custom('Subheading', pandoc.Para(header.content)) end,
    HorizontalRule = function()
      return pandoc.RawBlock('openxml', '<w:p><w:pPr><w:pStyle w:val="Divider"/></w:pPr></w:p>')
    end,
  }
end

-- The inlines without the stop at their end; footnotes behind it stay.
local function without_stop(inlines)
  for position = #inlines, 1, -1 do
    local inline = inlines[position]
    if inline.t == 'Str' then
      local bare = inline.text:gsub('%./%.$', ''):gsub('[.,;:]+$', '')
      if bare == '' then
        inlines:remove(position)
      else
        inlines[position] = pandoc.Str(bare)
      end
      return inlines
    elseif inline.t == 'Strong' or inline.t == 'Emph' then
      inline.content = without_stop(inline.content)
      inlines[position] = inline
      return inlines
    elseif inline.t ~= 'Note' and inline.t ~= 'Space' and inline.t ~= 'SoftBreak' then
      return inlines
    end
  end
  return inlines
end

-- Puts the closing mark behind the last words of the blocks.
local function close(blocks, mark)
  local last = blocks[#blocks]
  if last and (last.t == 'Para' or last.t == 'Plain') then
    local inlines = without_stop(last.content)
    inlines:insert(pandoc.Str(mark))
    last.content = inlines
    blocks[#blocks] = last
  elseif last and (last.t == 'BulletList' or last.t == 'OrderedList') then
    local items = last.content
    items[#items] = close(items[#items], mark)
    last.content = items
    blocks[#blocks] = last
  elseif last and (last.t == 'BlockQuote' or last.t == 'Div') then
    last.content = close(last.content, mark)
    blocks[#blocks] = last
  else
    blocks:insert(pandoc.Para {pandoc.Str(mark)})
  end
  return blocks
end

local function data_table(piece)
  local function row(cells)
    return pandoc.List(cells):map(function(cell) return pandoc.Blocks {pandoc.Plain(pandoc.Inlines(cell))} end)
  end
  local aligns = pandoc.List(piece.align):map(function(align) return ALIGN[align] end)
  local widths = pandoc.List(piece.columns):map(function() return 0 end)
  local rows = pandoc.List(piece.rows):map(row)
  return pandoc.utils.from_simple_table(pandoc.SimpleTable({}, aligns, widths, row(piece.columns), rows))
end

local function heading(piece)
  local inlines = pandoc.Inlines {}
  for _, line in ipairs(piece.lines) do
    if #inlines > 0 then inlines:insert(pandoc.LineBreak()) end
    inlines:extend(pandoc.Inlines(line))
  end
  return pandoc.Header(piece.level, inlines)
end

-- A paragraph that is nothing but the placeholder of a chart becomes the chart.
local function with_charts(blocks, charts)
  return blocks:map(function(block)
    local id = block.t == 'Para' and pandoc.utils.stringify(block):match('^{{%s*([a-z0-9-]+)%.chart%s*}}$')
    return id and charts[id] and pandoc.RawBlock('openxml', charts[id]) or block
  end)
end

local function document(job)
  local filter = author_filter(job.images)
  local blocks = pandoc.Blocks {}
  for _, piece in ipairs(job.pieces) do
    if piece.kind == 'openxml' then
      blocks:insert(pandoc.RawBlock('openxml', piece.xml))
    elseif piece.kind == 'heading' then
      blocks:insert(heading(piece))
    elseif piece.kind == 'text' then
      blocks:extend(with_charts(pandoc.read(piece.markdown, DIALECT, nil, {}).blocks:walk(filter), piece.charts))
    elseif piece.kind == 'table' then
      blocks:insert(data_table(piece))
    elseif piece.kind == 'ending' then
      blocks = close(blocks, piece.mark)
    else
      error('unknown piece ' .. tostring(piece.kind))
    end
  end
  return pandoc.Pandoc(blocks)
end

local function make(line)
  local job = pandoc.json.decode(line, false)
  local options = pandoc.WriterOptions {reference_doc = job.reference, highlight_method = 'none'}
  local content = pandoc.write(document(job), 'docx', options)
  local file = assert(io.open(job.target, 'wb'))
  assert(file:write(content))
  assert(file:close())
end

for line in io.stdin:lines() do
  local ok, message = pcall(make, line)
  io.stdout:write(ok and 'ok' or ('error ' .. tostring(message):gsub('%s+', ' ')), '\n')
  io.stdout:flush()
end
